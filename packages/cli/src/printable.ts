/**
 * Text for a terminal: what a repository or template brings along can't move the cursor, colour lines or write
 * a title. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '\u{FFFD}');
}
