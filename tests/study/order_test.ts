import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { FIRST_PAGE, reportedPlan } from "../../lib/report/node.ts";
import { REPORT } from "../../lib/report/stage.ts";
import type { ReportParameters } from "../../lib/report/schema.ts";
import { resolveParameters } from "../../lib/results/mod.ts";
import { finishTimes, tasksOf } from "../../lib/study/estimate.ts";
import { FIRST_PAGE_SHARE, firstPart, inOrder, longestWayFirst } from "../../lib/study/order.ts";
import { type Node, type PlannedStage, publishedPlan } from "../../lib/study/plan.ts";
import { PROFILE_NAMES, type ProfileName, studySeeds } from "../../lib/study/profiles.ts";

/** The study that `reproduce` plans for a profile. */
function study(profile: ProfileName, { seed = 0, seeds }: { seed?: number; seeds?: number } = {}) {
  return publishedPlan({ profile, ...studySeeds(profile, { seed, seeds }) });
}

/** Each profile's study for so many seeds, as planned and as ordered. */
function everyStudy(): { name: string; nodes: Node[]; plan: PlannedStage[] }[] {
  return PROFILE_NAMES.flatMap((profile) =>
    [undefined, 1, 2, 3, 5].map((seeds) => {
      const nodes = study(profile, { seed: 7, seeds });
      const plan = reportedPlan(nodes, { profile, backend: "wasm" });
      return { name: `${profile} ${seeds}`, nodes, plan };
    })
  );
}

const idsOf = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id);

Deno.test("a study in order has each node once, after all that it needs, and its report last", () => {
  for (const { name, nodes, plan } of everyStudy()) {
    const ids = idsOf(plan);
    assertEquals(ids.toSorted(), [...idsOf(nodes), FIRST_PAGE, "report"].toSorted(), name);
    assertEquals(ids.at(-1), "report", name);
    for (const { id, needs } of plan) {
      for (const need of Object.values(needs)) {
        assert(ids.indexOf(need) < ids.indexOf(id), `${name}: ${id} before ${need}`);
      }
    }
  }
});

Deno.test("what the first page shows is all that stands before it, and of the first seed alone", () => {
  for (const { name, nodes, plan } of everyStudy()) {
    const at = idsOf(plan).indexOf(FIRST_PAGE);
    const before = idsOf(plan.slice(0, at));
    assertEquals(before.toSorted(), Object.values(plan[at].needs).toSorted(), name);
    const byId = new Map(nodes.map((node) => [node.id, node]));
    for (const id of before) assertEquals(byId.get(id)!.role.seed, 7, `${name}: ${id}`);
    const kinds = new Set(before.map((id) => byId.get(id)!.role.kind));
    for (const kind of ["dataset", "train", "evaluation", "transects", "traversals"] as const) {
      assert(kinds.has(kind), `${name}: no ${kind} on the first page`);
    }
    // The published hole and its control come before the wider one.
    const networks = before.filter((id) => id.startsWith("train"));
    assertEquals(networks.slice(0, 2), ["train r=0.3 seed 7", "train r=0.3 control seed 7"], name);
    assertEquals(networks.slice(2, 4).every((id) => id.startsWith("train r=0.6")), true, name);
  }
});

Deno.test("the pages' parameters say what each lacks of the study, and are those of a report", () => {
  for (const { name, nodes, plan } of everyStudy()) {
    for (const { id, parameters, stage } of plan.filter(({ stage }) => stage === REPORT)) {
      const { members, lacks } = resolveParameters(stage, parameters) as ReportParameters;
      const roles = [...members.map(({ role }) => role), ...lacks ?? []];
      const all = nodes.map(({ role }) => JSON.stringify(role)).toSorted();
      assertEquals(roles.map((role) => JSON.stringify(role)).toSorted(), all, name);
      assertEquals(lacks === undefined, id === "report", name);
    }
  }
});

Deno.test("the first page comes within three tenths of the work, but where one hole takes more", () => {
  for (const { name, nodes } of everyStudy()) {
    const seconds = new Map(tasksOf(nodes).map((task) => [task.id, task.seconds]));
    const sum = (part: readonly Node[]) => part.reduce((all, { id }) => all + seconds.get(id)!, 0);
    const part = firstPart(nodes);
    const holes = new Set(part.flatMap(({ role }) => role.kind === "train" ? [role.hole] : []));
    const share = sum(part) / sum(nodes);
    assert(share <= FIRST_PAGE_SHARE || holes.size === 1, `${name}: ${share}`);
    if (!name.startsWith("smoke")) assert(share <= FIRST_PAGE_SHARE, `${name}: ${share}`);
  }
  // On the default study both holes fit.
  const roles = firstPart(study("small")).map(({ role }) => role);
  assertEquals(new Set(roles.flatMap((role) => role.kind === "train" ? [role.hole] : [])).size, 2);
});

Deno.test("with one worker or two, nothing else holds the first page up", () => {
  for (const { name, plan } of everyStudy()) {
    const tasks = tasksOf(plan);
    const alone = tasks.slice(0, idsOf(tasks).indexOf(FIRST_PAGE) + 1);
    for (const jobs of [1, 2]) {
      const page = finishTimes(tasks, { jobs }).get(FIRST_PAGE)!;
      assertEquals(page, finishTimes(alone, { jobs }).get(FIRST_PAGE), `${name}, ${jobs} jobs`);
      // Both workers are at it all the time that the longest way does not forbid it (Graham 1969).
      const sum = alone.reduce((all, { seconds }) => all + seconds, 0);
      const longest = finishTimes(alone, { jobs: alone.length }).get(FIRST_PAGE)!;
      const most = sum / jobs + (1 - 1 / jobs) * longest;
      assert(page <= most + 1e-6, `${name}, ${jobs} jobs: ${page} of ${sum}`);
      if (name.startsWith("small")) assert(page <= 1.1 * sum / jobs, `${name}: ${page} of ${sum}`);
    }
  }
});

Deno.test("a study whose first part is everything has no first page", () => {
  const nodes = firstPart(study("smoke"));
  assertEquals(inOrder(nodes).first, []);
  const plan = reportedPlan(nodes, { profile: "smoke", backend: "wasm" });
  assertEquals(idsOf(plan).toSorted(), [...idsOf(nodes), "report"].toSorted());
});

/** Any graph in which nodes need earlier ones, with seconds. */
const graph = fc.array(
  fc.tuple(
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.double({ min: 0.1, max: 9, noNaN: true }),
    fc.boolean(),
  ),
  { maxLength: 12 },
).map((spec) =>
  spec.map(([picks, seconds, exclusive], k) => ({
    id: `${k}`,
    seconds,
    exclusive,
    needs: k === 0 ? [] : [...new Set(picks.map((pick) => `${pick % k}`))],
  }))
);

Deno.test("longestWayFirst() keeps the order of needs and never puts a shorter way first", () => {
  fc.assert(fc.property(graph, (tasks) => {
    const nodes = tasks.map(({ id, needs }) => ({
      id,
      stage: REPORT,
      parameters: null,
      needs: Object.fromEntries(needs.map((need) => [need, need])),
    }));
    const seconds = new Map(tasks.map((task) => [task.id, task.seconds]));
    const ordered = idsOf(longestWayFirst(nodes, { seconds }));
    assertEquals(ordered.toSorted(), idsOf(nodes).toSorted());
    const way = (id: string): number =>
      seconds.get(id)! +
      Math.max(0, ...tasks.filter(({ needs }) => needs.includes(id)).map((next) => way(next.id)));
    for (const { id, needs } of tasks) {
      for (const need of needs) assert(ordered.indexOf(need) < ordered.indexOf(id));
    }
    ordered.slice(1).forEach((id, k) => assert(way(ordered[k]) >= way(id) - 1e-9));
  }));
});

Deno.test("finishTimes() keeps needs and workers, and comes as near to the best as any list does", () => {
  fc.assert(fc.property(graph, fc.integer({ min: 1, max: 4 }), (tasks, jobs) => {
    const ends = finishTimes(tasks, { jobs });
    const start = (id: string) => ends.get(id)! - tasks.find((task) => task.id === id)!.seconds;
    for (const { id, needs } of tasks) {
      for (const need of needs) assert(ends.get(need)! <= start(id) + 1e-9);
      const beside = tasks.filter((other) =>
        start(other.id) <= start(id) && ends.get(other.id)! > start(id) + 1e-9
      );
      assert(beside.length <= jobs, "more at once than there are workers");
      assert(beside.filter(({ exclusive }) => exclusive).length <= 1);
    }
    const sum = tasks.reduce((all, { seconds }) => all + seconds, 0);
    const way = (id: string): number => {
      const { seconds, needs } = tasks.find((task) => task.id === id)!;
      return seconds + Math.max(0, ...needs.map(way));
    };
    const longest = Math.max(0, ...idsOf(tasks).map(way));
    const end = Math.max(0, ...ends.values());
    assert(end >= Math.max(longest, sum / jobs) - 1e-6);
    // Graham 1969, "Bounds on multiprocessing timing anomalies", theorem 1, for tasks that share
    // nothing but the workers.
    const free = tasks.map((task) => ({ ...task, exclusive: false }));
    const freely = Math.max(0, ...finishTimes(free, { jobs }).values());
    assert(freely <= sum / jobs + (1 - 1 / jobs) * longest + 1e-6);
  }));
});
