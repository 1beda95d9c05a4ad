/** A file size in the unit one would say, e.g. `512 B`, `12.3 kB`. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) {
    return `${sizeBytes} B`;
  }
  const kilobytes = sizeBytes / 1000;
  return kilobytes < 1000
    ? `${kilobytes.toFixed(1)} kB`
    : `${(kilobytes / 1000).toFixed(1)} MB`;
}
