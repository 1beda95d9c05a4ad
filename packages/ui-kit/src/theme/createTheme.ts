import {
  createUnifiedTheme,
  palettes,
  type PageTheme,
  type UnifiedTheme,
} from '@backstage/theme';
import { fonts, tokens } from '../tokens/tokens';

type Mode = 'light' | 'dark';

/** Upstream picks a page theme by entity type; ours are all the same, so every id falls to this. */
function flatPageTheme(mode: Mode): Record<string, PageTheme> {
  const { page, text } = tokens[mode];
  return {
    home: {
      colors: [page, page],
      shape: 'none',
      backgroundImage: 'none',
      fontColor: text,
    },
  };
}

/**
 * The MUI theme (v4 and v5) of one mode, for the upstream pages that are not on `@backstage/ui` yet.
 * Same tokens, so that the two stacks look like one product.
 */
export function createTheme(mode: Mode): UnifiedTheme {
  const t = tokens[mode];
  const hairline = `1px solid ${t.hairline}`;
  const focusRing = { outline: `2px solid ${t.accent}`, outlineOffset: 2 };
  const heading = (fontSize: number, lineHeight: number) => ({
    fontFamily: fonts.text,
    fontSize,
    fontWeight: 600,
    lineHeight: `${lineHeight}px`,
    letterSpacing: 0,
    marginBottom: 4,
  });

  return createUnifiedTheme({
    palette: {
      ...palettes[mode],
      primary: { main: t.accent, contrastText: t.onAccent },
      secondary: { main: t.accent, contrastText: t.onAccent },
      error: { main: t.states.fail.fg },
      warning: { main: t.states.warn.fg },
      info: { main: t.states.info.fg },
      success: { main: t.states.pass.fg },
      background: { default: t.page, paper: t.card },
      text: {
        primary: t.text,
        secondary: t.textSecondary,
        disabled: t.textDisabled,
      },
      divider: t.hairline,
      action: {
        active: t.textSecondary,
        hover: t.hoverVeil,
        selected: t.pressedVeil,
        focus: t.pressedVeil,
        disabled: t.textDisabled,
        disabledBackground: t.raised[1],
      },
      status: {
        ok: t.states.pass.fg,
        warning: t.states.warn.fg,
        error: t.states.fail.fg,
        running: t.states.info.fg,
        pending: t.states.warn.fg,
        aborted: t.states.unknown.fg,
      },
      border: t.hairline,
      textContrast: t.text,
      textSubtle: t.textSecondary,
      textVerySubtle: t.edge,
      highlight: t.states.warn.bg,
      errorBackground: t.states.fail.bg,
      errorText: t.states.fail.fg,
      warningBackground: t.states.warn.bg,
      warningText: t.states.warn.fg,
      infoBackground: t.states.info.bg,
      infoText: t.states.info.fg,
      link: t.accent,
      linkHover: t.accentHover,
      gold: t.states.warn.fg,
      navigation: {
        background: t.card,
        indicator: t.accent,
        color: t.textSecondary,
        selectedColor: t.text,
        navItem: { hoverBackground: t.raised[1] },
        submenu: { background: t.card },
      },
      pinSidebarButton: { icon: t.text, background: t.raised[1] },
      tabbar: { indicator: t.accent },
      banner: {
        info: t.states.info.bg,
        error: t.states.fail.bg,
        warning: t.states.warn.bg,
        text: t.text,
        link: t.accent,
        closeButtonColor: t.text,
      },
      code: { background: t.raised[0] },
    },
    fontFamily: fonts.text,
    typography: {
      htmlFontSize: 16,
      fontFamily: fonts.text,
      h1: heading(22, 28),
      h2: heading(22, 28),
      h3: heading(22, 28),
      h4: heading(18, 24),
      h5: heading(16, 24),
      h6: heading(14, 20),
    },
    defaultPageTheme: 'home',
    pageTheme: flatPageTheme(mode),
    components: {
      // Stock pages draw it without a name; a screen reader needs one.
      MuiCircularProgress: { defaultProps: { 'aria-label': 'Loading' } },
      BackstageHeader: {
        styleOverrides: {
          header: {
            backgroundImage: 'none',
            backgroundColor: t.page,
            boxShadow: 'none',
            borderBottom: hairline,
            padding: '16px 24px',
          },
          title: { color: t.text },
          subtitle: { color: t.textSecondary, opacity: 1 },
          type: {
            color: t.textSecondary,
            opacity: 1,
            textTransform: 'none',
            fontSize: 13,
          },
          breadcrumb: { color: t.textSecondary },
          breadcrumbType: { opacity: 1, color: t.textSecondary },
        },
      },
      BackstageHeaderLabel: {
        styleOverrides: {
          label: { color: t.textSecondary, fontWeight: 400 },
          value: { color: t.text },
        },
      },
      BackstageHeaderTabs: {
        styleOverrides: {
          tabsWrapper: { backgroundColor: t.page, borderBottom: hairline },
          defaultTab: {
            textTransform: 'none',
            letterSpacing: 0,
            fontSize: 14,
            fontWeight: 500,
            color: t.textSecondary,
          },
          selected: { color: t.text },
        },
      },
      BackstageContentHeader: {
        styleOverrides: { title: { fontSize: 16, lineHeight: '24px' } },
      },
      BackstageSidebar: {
        styleOverrides: {
          drawer: { backgroundColor: t.card, borderRight: hairline },
        },
      },
      BackstageSidebarItem: {
        styleOverrides: {
          root: { color: t.textSecondary },
          selected: { color: t.text, backgroundColor: t.raised[0] },
        },
      },
      BackstageSidebarDivider: {
        styleOverrides: { root: { background: t.hairline } },
      },
      BackstageInfoCard: { styleOverrides: { header: { padding: 16 } } },
      BackstageItemCardHeader: {
        styleOverrides: {
          root: {
            color: t.text,
            backgroundImage: 'none',
            backgroundColor: t.card,
            borderBottom: hairline,
          },
        },
      },
      BackstageTableHeader: {
        styleOverrides: {
          header: {
            padding: '8px 12px',
            borderTop: 0,
            borderBottom: hairline,
            color: t.textSecondary,
            fontSize: 13,
            fontWeight: 600,
          },
        },
      },
      BackstageTableToolbar: {
        styleOverrides: { root: { padding: '8px 12px' } },
      },
      BackstageMarkdownContent: {
        styleOverrides: {
          markdown: {
            '& td': { lineHeight: '20px', padding: '8px 12px' },
            '& a': { color: t.accent, textDecoration: 'underline' },
            // The highlighter writes its own ground inline.
            '& pre pre': {
              backgroundColor: `${t.raised[0]} !important`,
              border: hairline,
              borderRadius: 8,
            },
          },
        },
      },
      MuiCssBaseline: {
        styleOverrides: {
          html: { height: '100%', fontFamily: fonts.text },
          body: {
            height: '100%',
            fontFamily: fonts.text,
            fontSize: '0.875rem',
            lineHeight: '1.25rem',
            overscrollBehaviorY: 'none',
          },
          a: { color: 'inherit', textDecoration: 'none' },
        },
      },
      MuiPaper: {
        styleOverrides: {
          root: { backgroundImage: 'unset' },
          rounded: { borderRadius: 8 },
          elevation1: { boxShadow: 'none', border: hairline },
          elevation2: { boxShadow: 'none', border: hairline },
          elevation4: { boxShadow: 'none', border: hairline },
          elevation8: { boxShadow: t.floatShadow, border: hairline },
        },
      },
      MuiCard: {
        styleOverrides: {
          root: {
            display: 'flex',
            flexDirection: 'column',
            borderRadius: 8,
            boxShadow: 'none',
            border: hairline,
          },
        },
      },
      MuiAppBar: {
        styleOverrides: { root: { boxShadow: 'none', borderBottom: hairline } },
      },
      MuiButton: {
        styleOverrides: {
          root: {
            textTransform: 'none',
            letterSpacing: 0,
            fontSize: 14,
            lineHeight: '20px',
            fontWeight: 600,
            borderRadius: 4,
            '&:focus-visible': focusRing,
          },
          contained: {
            boxShadow: 'none',
            '&:hover': { boxShadow: 'none' },
          },
          outlined: { borderColor: t.edge },
          text: { padding: undefined },
        },
      },
      MuiIconButton: {
        styleOverrides: {
          root: { borderRadius: 4, '&:focus-visible': focusRing },
        },
      },
      MuiLink: {
        defaultProps: { underline: 'hover' },
        styleOverrides: {
          root: { '&:focus-visible': { ...focusRing, borderRadius: 2 } },
        },
      },
      MuiTableRow: {
        styleOverrides: {
          root: {
            height: 36,
            '&:nth-of-type(odd)': { backgroundColor: 'transparent' },
          },
          hover: { '&:hover': { cursor: 'pointer' } },
          head: { '&:nth-of-type(odd)': { backgroundColor: 'transparent' } },
        },
      },
      MuiTableCell: {
        styleOverrides: {
          root: {
            wordBreak: 'break-word',
            verticalAlign: 'middle',
            fontSize: 13,
            lineHeight: '18px',
            padding: '8px 12px',
            borderBottom: hairline,
            fontVariantNumeric: 'tabular-nums',
          },
          sizeSmall: { padding: '4px 12px' },
          head: {
            color: t.textSecondary,
            fontSize: 13,
            fontWeight: 600,
            lineHeight: '18px',
          },
        },
      },
      MuiTabs: {
        styleOverrides: {
          root: { minHeight: 36 },
          indicator: { backgroundColor: t.accent, height: 2 },
        },
      },
      MuiTab: {
        styleOverrides: {
          root: {
            minHeight: 36,
            minWidth: 0,
            padding: '8px 12px',
            color: t.textSecondary,
            textTransform: 'none',
            letterSpacing: 0,
            fontSize: 14,
            fontWeight: 500,
            '&:hover': { color: t.text, background: t.hoverVeil },
            '&:focus-visible': { ...focusRing, outlineOffset: -2 },
            '&.Mui-selected': { color: t.text },
          },
          textColorPrimary: { color: t.textSecondary },
        },
      },
      MuiChip: {
        styleOverrides: {
          root: {
            height: 24,
            borderRadius: 4,
            marginRight: 4,
            marginBottom: 4,
            color: t.states.unknown.fg,
            backgroundColor: t.states.unknown.bg,
          },
          outlined: { backgroundColor: 'transparent', borderColor: t.edge },
          label: { fontSize: 13, lineHeight: '18px', fontWeight: 500 },
          labelSmall: { fontSize: 12 },
        },
      },
      MuiOutlinedInput: {
        styleOverrides: { notchedOutline: { borderColor: t.edge } },
      },
      MuiTooltip: {
        styleOverrides: {
          tooltip: {
            backgroundColor: t.page,
            color: t.text,
            border: hairline,
            boxShadow: t.floatShadow,
            fontSize: 13,
            lineHeight: '18px',
          },
        },
      },
    },
  });
}
