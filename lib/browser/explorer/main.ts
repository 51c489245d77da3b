/** Stands in for the explorer's page until that is written. */

async function start(): Promise<void> {
  const answer = await fetch("site.json");
  console.log((await answer.json()).first);
}

start();
