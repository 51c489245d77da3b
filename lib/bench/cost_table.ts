/**
 * Cost against work: images a second over sizes and widths, ours and a peer's.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import { stepOperations } from "../model/arithmetic.ts";
import {
  type BenchOptions,
  type Machine,
  operationsDone,
  peerDevice,
  shareOfCeiling,
  thisMachine,
  totalRate,
} from "./bench.ts";
import { ceilingText } from "./bench_text.ts";
import type { BackendFacts, Ceiling } from "./messages.ts";
import { peerFlags, runPeer } from "./peer.ts";
import { type Spread, spread } from "./statistics.ts";
import { markdownTable, percent, threeDigits } from "./tables.ts";
import { measureAtOnce } from "./workers.ts";
import { architectureOf, type Workload, workloadName } from "./workload.ts";

/** Sides of the images in the table. */
const SIZES = [32, 64, 128, 256];

/** What the published widths are divided by. */
const DIVIDES = [8, 4, 2, 1];

/** Images a second over the rounds, or why there are none. */
export type CellRate = Spread | { readonly failed: string };

/** One network of the table. */
export interface Cell {
  readonly workload: Workload;
  /** Floating-point operations of training on one image, by direct sums. */
  readonly operationsPerImage: number;
  /** Those that our kernels really do. */
  readonly operationsDonePerImage: number;
  readonly ours: CellRate;
  /** Share of the ceiling, where ours did not fail. */
  readonly shareOfCeiling: number | null;
  /** Absent without a peer. */
  readonly peer?: CellRate;
}

/** The table, and what it was measured on. */
export interface CostTable {
  readonly machine: Machine;
  readonly backend: BackendFacts;
  readonly ceiling: Ceiling;
  readonly seconds: number;
  readonly processes: number;
  readonly rounds: number;
  readonly cells: readonly Cell[];
}

/** The workloads of the table, the least work first within a size. */
export function tableWorkloads(batch: number): Workload[] {
  return SIZES.flatMap((size) => DIVIDES.map((divide) => ({ size, divide, batch })));
}

/** Measures a rate of a workload; throws RunError where it fails. */
export type Rate = (workload: Workload) => Promise<number>;

/**
 * Measures ours and the peer in turn, as often as `rounds` says. What fails once is not tried again,
 * and its cell says why.
 *
 * Throws RunError where `peerMustRun` and the peer fails.
 */
export async function measureCell(
  workload: Workload,
  { ours, peer, rounds, peerMustRun }: {
    ours: Rate;
    peer: Rate | undefined;
    rounds: number;
    peerMustRun: boolean;
  },
): Promise<Pick<Cell, "ours" | "peer">> {
  const programs = { ours, ...(peer && { peer }) };
  const rates: Record<string, number[]> = { ours: [], peer: [] };
  const failed: Record<string, string> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, rate] of Object.entries(programs)) {
      if (name in failed) continue;
      try {
        rates[name].push(await rate(workload));
      } catch (error) {
        if (!(error instanceof RunError) || (name === "peer" && peerMustRun)) throw error;
        failed[name] = error.message;
      }
    }
  }
  const found = (name: string): CellRate =>
    name in failed ? { failed: failed[name] } : spread(rates[name]);
  return { ours: found("ours"), ...(peer && { peer: found("peer") }) };
}

/** Measures the whole table; `options` as for one network. Every measurement has its process. */
export async function benchTable(batch: number, options: BenchOptions): Promise<CostTable> {
  const { seconds, processes, rounds, peer: command, progress } = options;
  const workloads = tableWorkloads(batch);
  progress.line("the machine's ceiling");
  const [{ backend, result: ceiling }] = await measureAtOnce({
    measure: "ceiling",
    workload: workloads[0],
    backend: options.backend,
    kernels: "ours",
    seconds,
  });
  const ours: Rate = async (workload) => {
    const request = { measure: "steps", workload, kernels: "ours", seconds } as const;
    const measured = await measureAtOnce({ ...request, backend: backend.name }, { processes });
    return totalRate(measured.map(({ result }) => result));
  };
  const peer: Rate | undefined = command && (async (workload) => {
    const flags = peerFlags(workload, { seconds, on: peerDevice(backend) });
    return (await runPeer(command, flags, options)).imagesPerSecond;
  });
  const cells: Cell[] = [];
  for (const workload of workloads) {
    // A peer that fails on the least work does so for a reason that no other cell would change.
    const peerMustRun = cells.length === 0;
    const measured = await measureCell(workload, { ours, peer, rounds, peerMustRun });
    const share = "failed" in measured.ours ? null : shareOfCeiling(measured.ours.median, {
      ...{ workload, processes, ceiling },
      backend: backend.name,
    });
    const operationsPerImage = stepOperations(architectureOf(workload));
    cells.push({
      workload,
      operationsPerImage,
      operationsDonePerImage: operationsDone(workload, backend.name),
      ...measured,
      shareOfCeiling: share,
    });
    progress.line(
      `${cells.length} of ${workloads.length}: ${workloadName(workload)}: ` +
        `${rateText(measured.ours)} images/s`,
    );
  }
  return { machine: thisMachine(), backend, ceiling, seconds, processes, rounds, cells };
}

function rateText(rate: CellRate): string {
  return "failed" in rate ? `failed: ${rate.failed}` : threeDigits(rate.median);
}

/** The table in Markdown, and below it what it was measured on. */
export function costTableText(table: CostTable): string {
  const { cells, ceiling, backend, machine, processes } = table;
  const withPeer = cells.some(({ peer }) => peer);
  const rows = cells.map(({ workload, ours, shareOfCeiling: share, peer, ...counts }) => [
    `${workload.size}²`,
    `÷${workload.divide}`,
    threeDigits(counts.operationsPerImage / 1e9),
    percent(counts.operationsDonePerImage / counts.operationsPerImage),
    rateText(ours),
    share === null ? "" : percent(share),
    ...(peer
      ? [
        rateText(peer),
        "failed" in ours || "failed" in peer ? "" : (ours.median / peer.median).toFixed(2),
      ]
      : []),
  ]);
  const head = ["images", "widths", "GFLOP an image", "done", "images/s", "of ceiling"];
  if (withPeer) head.push("peer images/s", "ratio");
  return [
    markdownTable({ head, rows, left: [0, 1] }),
    "",
    `Batch ${cells[0].workload.batch}, ${processes} ${
      processes === 1 ? "process" : "processes"
    }, ` +
    `${machine.cores} processors, ${backend.reason}.`,
    `Ceiling ${ceilingText(ceiling)}.`,
  ].join("\n");
}
