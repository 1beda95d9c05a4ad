/** The number of a record as it is written in file names: `0007`. */
export function formatNumber(number: number | null): string {
  return number === null ? '–' : String(number).padStart(4, '0');
}
