import { contrast } from '../tokens/contrast';
import { tokens } from '../tokens/tokens';
import { darkTheme } from './darkTheme';
import { lightTheme } from './lightTheme';

describe.each([
  ['light', lightTheme],
  ['dark', darkTheme],
] as const)('the %s theme', (mode, theme) => {
  it.each(['v4', 'v5'] as const)('gives MUI %s the tokens', version => {
    const mui = theme.getTheme(version)!;
    expect(mui.palette.background.default).toBe(tokens[mode].page);
    expect(mui.palette.primary.main).toBe(tokens[mode].accent);
    expect(mui.typography.fontFamily).toContain('Inter Variable');
    expect(
      contrast(mui.palette.primary.contrastText, mui.palette.primary.main),
    ).toBeGreaterThanOrEqual(4.5);
  });

  it('has the same flat header for every kind of page', () => {
    const v5 = theme.getTheme('v5');
    for (const themeId of ['home', 'service', 'documentation', 'anything']) {
      expect(v5).toHaveProperty('getPageTheme');
      const pageTheme = Reflect.get(v5!, 'getPageTheme')({ themeId });
      expect(pageTheme.backgroundImage).toBe('none');
      expect(
        contrast(pageTheme.fontColor, tokens[mode].page),
      ).toBeGreaterThanOrEqual(4.5);
    }
  });
});
