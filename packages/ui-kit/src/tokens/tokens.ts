/**
 * The look of the portal as data. Everything coloured comes from here: the `--bui-*` and `--cos-*`
 * variables of `tokens.css` (written by `yarn tokens`) and the MUI themes.
 *
 * This file imports nothing, so that `scripts/write-tokens.mjs` can run it without a build.
 */

/** The states a thing can be in; each has a word and an icon besides its colour. */
export type State = 'pass' | 'warn' | 'fail' | 'info' | 'unknown' | 'waived';

/** Text colour and the background it stands on; contrast of the two is at least 4.5:1. */
export interface ColorPair {
  fg: string;
  bg: string;
}

/** All colours of one mode, as `#RRGGBB` unless said otherwise. */
export interface ModeTokens {
  page: string;
  card: string;
  /** Backgrounds of things that stand on a card, deeper with each nesting. */
  raised: readonly [string, string, string];
  text: string;
  textSecondary: string;
  textDisabled: string;
  /** Decoration between things; carries no meaning, so no contrast is asked of it. */
  hairline: string;
  /** Outlines one has to see (fields, secondary buttons): at least 3:1 on page and card. */
  edge: string;
  accent: string;
  accentHover: string;
  accentPressed: string;
  onAccent: string;
  /** Translucent veils over any background (`rgb(r g b / a%)`). */
  hoverVeil: string;
  pressedVeil: string;
  /** Shadow of floating layers; nothing else casts one. */
  floatShadow: string;
  backdrop: string;
  states: Record<State, ColorPair>;
}

/** The table of the design, by theme mode. */
export const tokens: { light: ModeTokens; dark: ModeTokens } = {
  light: {
    page: '#F7F7F5',
    card: '#FFFFFF',
    raised: ['#F7F7F5', '#F0F0ED', '#E9E9E5'],
    text: '#16181D',
    textSecondary: '#565B66',
    textDisabled: '#626772',
    hairline: '#E2E2DD',
    edge: '#8A8F9A',
    accent: '#3D4FD1',
    accentHover: '#3242B4',
    accentPressed: '#29379A',
    onAccent: '#FFFFFF',
    hoverVeil: 'rgb(22 24 29 / 5%)',
    pressedVeil: 'rgb(22 24 29 / 10%)',
    floatShadow: '0 4px 16px rgb(22 24 29 / 16%)',
    backdrop: 'rgb(22 24 29 / 40%)',
    states: {
      pass: { fg: '#0B6B3A', bg: '#E3F5EA' },
      warn: { fg: '#7A4B00', bg: '#FDF0D5' },
      fail: { fg: '#A4161A', bg: '#FDE7E7' },
      info: { fg: '#1D4E89', bg: '#E4EFFB' },
      unknown: { fg: '#454A54', bg: '#ECECE8' },
      waived: { fg: '#5B3A8C', bg: '#F0E8FA' },
    },
  },
  dark: {
    page: '#0F1115',
    card: '#171A21',
    raised: ['#1F232C', '#272C37', '#2F3542'],
    text: '#ECEDEF',
    textSecondary: '#A3A9B5',
    textDisabled: '#9AA0AC',
    hairline: '#2A2F3A',
    edge: '#6B7280',
    accent: '#9AA8FF',
    accentHover: '#B2BDFF',
    accentPressed: '#C7CFFF',
    onAccent: '#0F1115',
    hoverVeil: 'rgb(236 237 239 / 6%)',
    pressedVeil: 'rgb(236 237 239 / 12%)',
    floatShadow: '0 4px 16px rgb(0 0 0 / 60%)',
    backdrop: 'rgb(0 0 0 / 60%)',
    states: {
      pass: { fg: '#6FDDA1', bg: '#12291D' },
      warn: { fg: '#F3C06B', bg: '#2E2410' },
      fail: { fg: '#FF9C9C', bg: '#331719' },
      info: { fg: '#8FC1F7', bg: '#12233A' },
      unknown: { fg: '#C3C7CF', bg: '#242833' },
      waived: { fg: '#C9AEF5', bg: '#281C3B' },
    },
  },
};

/** Font stacks; the first name of each is bundled, so every machine renders the same. */
export const fonts = {
  text: "'Inter Variable', system-ui, sans-serif",
  mono: "'JetBrains Mono Variable', ui-monospace, monospace",
} as const;

/** Which of our states speaks for each semantic family of `@backstage/ui`. */
const families = {
  announcement: 'info',
  warning: 'warn',
  negative: 'fail',
  positive: 'pass',
} as const satisfies Record<string, State>;

/** The same, for the older family names that parts of `@backstage/ui` still read. */
const olderFamilies = {
  info: 'info',
  warning: 'warn',
  danger: 'fail',
  success: 'pass',
} as const satisfies Record<string, State>;

function modeVariables(mode: ModeTokens): Record<string, string> {
  const vars: Record<string, string> = {
    '--bui-ring': mode.accent,
    '--bui-scrollbar': 'transparent',
    '--bui-scrollbar-thumb': mode.edge,
    '--bui-bg-app': mode.page,
    '--bui-bg-neutral-1': mode.card,
    '--bui-bg-neutral-2': mode.raised[0],
    '--bui-bg-neutral-3': mode.raised[1],
    '--bui-bg-neutral-4': mode.raised[2],
    '--bui-fg-primary': mode.text,
    '--bui-fg-secondary': mode.textSecondary,
    '--bui-fg-disabled': mode.textDisabled,
    '--bui-border-1': mode.hairline,
    '--bui-border-2': mode.edge,
    '--bui-accent-bg': mode.accent,
    '--bui-accent-bg-hover': mode.accentHover,
    '--bui-accent-bg-disabled': mode.raised[2],
    '--bui-accent-bg-subdued': mode.states.info.bg,
    '--bui-accent-border': mode.accent,
    '--bui-accent-fg': mode.onAccent,
    '--bui-accent-fg-disabled': mode.textDisabled,
    '--bui-accent-fg-subdued': mode.states.info.fg,
  };
  // Older names that buttons and floating layers of `@backstage/ui` still read.
  const older: Record<string, string> = {
    'bg-solid': mode.accent,
    'bg-solid-hover': mode.accentHover,
    'bg-solid-pressed': mode.accentPressed,
    'bg-solid-disabled': mode.raised[2],
    'fg-solid': mode.onAccent,
    'fg-solid-disabled': mode.textDisabled,
    shadow: mode.floatShadow,
  };
  for (const [name, value] of Object.entries(older)) {
    vars[`--bui-${name}`] = value;
  }
  for (const level of [1, 2, 3, 4]) {
    vars[`--bui-bg-neutral-${level}-hover`] = mode.hoverVeil;
    vars[`--bui-bg-neutral-${level}-pressed`] = mode.pressedVeil;
    vars[`--bui-bg-neutral-${level}-disabled`] = mode.hoverVeil;
  }
  for (const [family, state] of Object.entries(families)) {
    const { fg, bg } = mode.states[state];
    // Solid badges turn the pair around: the state's text colour becomes the ground, the card the ink.
    vars[`--bui-${family}-bg`] = fg;
    vars[`--bui-${family}-bg-hover`] = fg;
    vars[`--bui-${family}-bg-disabled`] = mode.raised[2];
    vars[`--bui-${family}-bg-subdued`] = bg;
    vars[`--bui-${family}-bg-subdued-hover`] = bg;
    vars[`--bui-${family}-bg-subdued-disabled`] = bg;
    vars[`--bui-${family}-border`] = fg;
    vars[`--bui-${family}-fg`] = mode.card;
    vars[`--bui-${family}-fg-disabled`] = mode.textDisabled;
    vars[`--bui-${family}-fg-subdued`] = fg;
    vars[`--bui-${family}-fg-subdued-disabled`] = fg;
    vars[`--bui-fg-${family}`] = fg;
  }
  for (const [family, state] of Object.entries(olderFamilies)) {
    const { fg, bg } = mode.states[state];
    vars[`--bui-bg-${family}`] = bg;
    vars[`--bui-fg-${family}`] = fg;
    vars[`--bui-fg-${family}-on-bg`] = fg;
    vars[`--bui-border-${family}`] = fg;
  }
  vars['--cos-page'] = mode.page;
  vars['--cos-card'] = mode.card;
  vars['--cos-raised'] = mode.raised[0];
  vars['--cos-text'] = mode.text;
  vars['--cos-text-secondary'] = mode.textSecondary;
  vars['--cos-hairline'] = mode.hairline;
  vars['--cos-edge'] = mode.edge;
  vars['--cos-accent'] = mode.accent;
  vars['--cos-accent-hover'] = mode.accentHover;
  vars['--cos-on-accent'] = mode.onAccent;
  vars['--cos-hover'] = mode.hoverVeil;
  vars['--cos-pressed'] = mode.pressedVeil;
  vars['--cos-shadow-float'] = mode.floatShadow;
  vars['--cos-backdrop'] = mode.backdrop;
  for (const [state, { fg, bg }] of Object.entries(mode.states)) {
    vars[`--cos-${state}-fg`] = fg;
    vars[`--cos-${state}-bg`] = bg;
  }
  return vars;
}

/** Shapes and type that do not depend on the mode. */
const commonVariables: Record<string, string> = {
  '--bui-font-regular': fonts.text,
  '--bui-font-monospace': fonts.mono,
  '--bui-font-weight-regular': '400',
  '--bui-font-weight-bold': '600',
  '--bui-font-size-1': '0.75rem',
  '--bui-font-size-2': '0.8125rem',
  '--bui-font-size-3': '0.875rem',
  '--bui-font-size-4': '1rem',
  '--bui-font-size-5': '1.125rem',
  '--bui-font-size-6': '1.375rem',
  '--bui-font-size-7': '1.375rem',
  '--bui-font-size-8': '1.75rem',
  '--cos-font-text': fonts.text,
  '--cos-font-mono': fonts.mono,
  '--cos-size-meta': '0.8125rem',
  '--cos-line-meta': '1.125rem',
  '--cos-size-base': '0.875rem',
  '--cos-line-base': '1.25rem',
  '--cos-size-section': '1rem',
  '--cos-line-section': '1.5rem',
  '--cos-size-title': '1.375rem',
  '--cos-line-title': '1.75rem',
  '--cos-space-1': '0.25rem',
  '--cos-space-2': '0.5rem',
  '--cos-space-3': '0.75rem',
  '--cos-space-4': '1rem',
  '--cos-space-5': '1.25rem',
  '--cos-space-6': '1.5rem',
  '--cos-space-8': '2rem',
  '--cos-radius': '0.5rem',
  '--cos-radius-small': '0.25rem',
  '--cos-row-height': '2.25rem',
  '--cos-content-width': '90rem',
  '--cos-text-width': '72ch',
  '--cos-motion': '150ms',
};

function rule(selector: string, declarations: Record<string, string>): string {
  const lines = Object.entries(declarations).map(
    ([name, value]) =>
      `  ${name}: ${
        value.toLowerCase().startsWith('#') ? value.toLowerCase() : value
      };`,
  );
  return `${selector} {\n${lines.join('\n')}\n}\n`;
}

/**
 * The text of `src/styles/tokens.css`. Unlayered on purpose: it has to win over the `tokens` layer of
 * `@backstage/ui` whichever stylesheet the page loads first.
 */
export function tokensCss(): string {
  return [
    '/* Written by `yarn tokens` from src/tokens/tokens.ts; edit that file. */\n',
    '@layer tokens, base, components, utilities;\n',
    rule(
      ":root,\n[data-theme-mode='light'],\n[data-theme-mode='dark']",
      commonVariables,
    ),
    rule(":root,\n[data-theme-mode='light']", {
      'color-scheme': 'light',
      ...modeVariables(tokens.light),
    }),
    rule("[data-theme-mode='dark']", {
      'color-scheme': 'dark',
      ...modeVariables(tokens.dark),
    }),
    '@media (prefers-reduced-motion: reduce) {',
    "  :root,\n  [data-theme-mode='light'],\n  [data-theme-mode='dark'] {\n    --cos-motion: 0ms;\n    --bui-animate-pulse: none;\n  }",
    '}\n',
  ].join('\n');
}
