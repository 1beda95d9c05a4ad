function channels(hex: string): number[] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) {
    throw new Error(`Expected a colour as #RRGGBB, got "${hex}"`);
  }
  return match.slice(1).map(part => parseInt(part, 16) / 255);
}

function relativeLuminance(hex: string): number {
  const [r, g, b] = channels(hex).map(value =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * Contrast ratio of two opaque colours, 1 to 21, as WCAG 2.2 defines it.
 *
 * @param first - colour as `#RRGGBB`
 * @param second - colour as `#RRGGBB`
 * @throws Error when a colour has another form
 */
export function contrast(first: string, second: string): number {
  const [light, dark] = [
    relativeLuminance(first),
    relativeLuminance(second),
  ].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
