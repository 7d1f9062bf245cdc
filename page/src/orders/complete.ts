/** Return what all options begin with. */
export function sharedStart(options: readonly string[]): string {
  const [first = "", ...rest] = options;
  let length = first.length;
  for (const other of rest) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}
