import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contrast } from './contrast';
import { tokens, tokensCss } from './tokens';

describe('tokens', () => {
  it('are what the stylesheet says', () => {
    const css = readFileSync(join(__dirname, '../styles/tokens.css'), 'utf8');
    expect(css).toBe(tokensCss());
  });

  it('computes the contrast that WCAG defines', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
    expect(() => contrast('white', '#000000')).toThrow('#RRGGBB');
  });

  describe.each(['light', 'dark'] as const)('in %s mode', name => {
    const mode = tokens[name];
    const grounds = [mode.page, mode.card, ...mode.raised];
    const textPairs: [string, string, string][] = [
      ...grounds.flatMap((ground): [string, string, string][] => [
        ['text', mode.text, ground],
        ['secondary text', mode.textSecondary, ground],
        ['text of disabled controls', mode.textDisabled, ground],
        ['links', mode.accent, ground],
        ['links under the pointer', mode.accentHover, ground],
      ]),
      ['primary button', mode.onAccent, mode.accent],
      ['hovered primary button', mode.onAccent, mode.accentHover],
      ['pressed primary button', mode.onAccent, mode.accentPressed],
      ...Object.entries(mode.states).flatMap(
        ([state, { fg, bg }]): [string, string, string][] => [
          [`${state} on its ground`, fg, bg],
          [`${state} on the page`, fg, mode.page],
          [`${state} on a card`, fg, mode.card],
          [`card colour on solid ${state}`, mode.card, fg],
        ],
      ),
    ];

    it.each(textPairs)('%s: %s on %s is readable', (_, fg, bg) => {
      expect(contrast(fg, bg)).toBeGreaterThanOrEqual(4.5);
    });

    it.each([
      ['edge on the page', mode.edge, mode.page],
      ['edge on a card', mode.edge, mode.card],
      ['focus on the page', mode.accent, mode.page],
      ['focus on a card', mode.accent, mode.card],
    ])('%s: %s on %s can be seen', (_, edge, ground) => {
      expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
    });
  });
});
