import { assertEquals } from "@std/assert";
import { ablationTable, outcomeTable } from "../../../lib/report/page/tables.ts";
import type { Html } from "../../../lib/report/page/html.ts";

/** What stands below each heading in the only row of a table. */
function columns({ markup }: Html): Record<string, string> {
  const rows = markup.split("<tr").slice(1).map((row) =>
    [...row.matchAll(/<t[hd][ >].*?<\/t[hd]>/gs)].map(([cell]) =>
      cell.replaceAll(/<[^>]*>/g, "").trim()
    )
  );
  const [titles, values] = rows;
  return Object.fromEntries(titles.map((title, n) => [title, values[n]]));
}

Deno.test("outcomeTable() has each number below its heading", () => {
  const table = outcomeTable([{
    hole: "disc of radius 0.3",
    network: "control",
    seed: 7,
    validation: 0.95,
    inside: 0.85,
    validationCount: 453,
    insideCount: 500,
    validationBceExcess: 0.0123,
    insideBceExcess: 0.0234,
    source: {
      stage: "train",
      key: "0123456789abcdef".repeat(4),
      seed: 7,
      backend: "wasm",
      path: "../../train/plain",
      command: "deno task train",
    },
  }]);
  const { Result: _, ...numbers } = columns(table);
  assertEquals(numbers, {
    Hole: "disc of radius 0.3",
    Network: "control, trained without a hole",
    Seed: "7",
    "Dice outside": "0.950",
    "Dice inside": "0.850",
    "Excess outside": "0.0123",
    "Excess inside": "0.0234",
    "Images outside": "453",
    "Images inside": "500",
  });
});

Deno.test("ablationTable() has each number below its heading", () => {
  const table = ablationTable([{
    arm: "covariance",
    gamma: 0.5,
    dice: 0.96,
    bceExcess: 0.01,
    publishedPenalty: 0.2,
    offDiagonalCovariance: 0.3,
    maxAbsCorrelation: 0.4,
    largestAngle: 12,
  }]);
  assertEquals(columns(table), {
    Arm: "covariance",
    γ: "0.5",
    Dice: "0.960",
    "Excess cross-entropy (nats a pixel)": "0.0100",
    "Published term": "0.2000",
    "Σ cov² off the diagonal": "0.3000",
    "Largest |correlation|": "0.400",
    "Largest angle (°)": "12.0",
  });
});
