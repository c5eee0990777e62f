/** What was started ends with the command, however that ends: in reverse order, each at most once. */

type Stop = () => Promise<void>;

const started: Stop[] = [];

export function atEnd(stop: Stop): void {
  started.push(stop);
}

export async function stopEverything(): Promise<void> {
  for (let stop = started.pop(); stop !== undefined; stop = started.pop()) {
    try {
      await stop();
    } catch (error) {
      process.stderr.write(`bench: something did not end cleanly: ${String(error)}\n`);
    }
  }
}
