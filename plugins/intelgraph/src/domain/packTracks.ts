/**
 * Spreads marks of one lane over tracks, so that they lie beside and not on one another. Where all tracks are taken
 * the mark goes to the one that was free first.
 *
 * @param places - 0 to 1, ascending
 * @param gap - least distance of two marks of a track
 * @returns the track of each mark, from 0
 */
export function packTracks(
  places: readonly number[],
  gap: number,
  tracksAtMost: number,
): number[] {
  const last: number[] = [];
  return places.map(place => {
    let track = last.findIndex(before => place - before >= gap);
    if (track < 0) {
      track =
        last.length < tracksAtMost
          ? last.length
          : last.indexOf(Math.min(...last));
    }
    last[track] = place;
    return track;
  });
}
