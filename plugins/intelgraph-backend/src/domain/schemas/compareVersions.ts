function compareIdentifiers(a: string, b: string): number {
  const isNumberA = /^\d+$/.test(a);
  const isNumberB = /^\d+$/.test(b);
  if (isNumberA && isNumberB) return Number(a) - Number(b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Order of two semantic versions (semver.org 2.0.0, section 11); drafts come before what they are drafts of.
 *
 * @returns negative, 0 or positive, as for `Array.prototype.sort`
 */
export function compareVersions(a: string, b: string): number {
  const [, coreA, draftA] = /^([^-]*)(?:-(.*))?$/s.exec(a)!;
  const [, coreB, draftB] = /^([^-]*)(?:-(.*))?$/s.exec(b)!;
  const numbersA = coreA.split('.').map(Number);
  const numbersB = coreB.split('.').map(Number);
  for (let index = 0; index < 3; index++) {
    if (numbersA[index] !== numbersB[index]) {
      return numbersA[index] - numbersB[index];
    }
  }
  if (draftA === undefined || draftB === undefined) {
    return Number(draftA === undefined) - Number(draftB === undefined);
  }
  const partsA = draftA.split('.');
  const partsB = draftB.split('.');
  for (let index = 0; index < Math.min(partsA.length, partsB.length); index++) {
    const order = compareIdentifiers(partsA[index], partsB[index]);
    if (order !== 0) return order;
  }
  return partsA.length - partsB.length;
}
