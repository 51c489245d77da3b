import { assertEquals } from "@std/assert";
import { ablationTables } from "../../../lib/report/gather/ablation.ts";
import { scratchFolder } from "../../scratch.ts";
import { madeUp } from "./made_up.ts";

Deno.test("ablationTables() takes each number from the column of its name", async () => {
  const { result } = await madeUp(await scratchFolder(), "ablation", {
    role: { seed: 0 },
    tables: {
      ablation: [
        "arm,gamma,dice,bce_excess,published_penalty,off_diagonal_covariance," +
        "max_abs_correlation,largest_angle",
        "covariance,0.5,0.96,0.01,0.2,0.3,0.4,12",
      ],
      covariance: ["arm,i,j,covariance,correlation", "covariance,1,2,-0.25,-0.75"],
      axes: ["arm,component,share,angle_1,angle_2", "covariance,1,0.625,12.5,77.5"],
    },
  });
  assertEquals(await ablationTables(result), {
    ablation: [{
      arm: "covariance",
      gamma: 0.5,
      dice: 0.96,
      bceExcess: 0.01,
      publishedPenalty: 0.2,
      offDiagonalCovariance: 0.3,
      maxAbsCorrelation: 0.4,
      largestAngle: 12,
    }],
    covariances: [{ arm: "covariance", i: 1, j: 2, covariance: -0.25, correlation: -0.75 }],
    axes: [{ arm: "covariance", component: 1, share: 0.625, angles: [12.5, 77.5] }],
  });
});
