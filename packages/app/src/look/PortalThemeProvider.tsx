import { UnifiedThemeProvider } from '@backstage/theme';
import { darkTheme, lightTheme } from '@companyos/ui-kit';
import type { PropsWithChildren } from 'react';
import { useActiveTheme } from '../shell/useActiveTheme';

/**
 * The provider of both themes. One component, because switching between two would make
 * React build the page anew, and with it forget a half-filled form.
 */
export function PortalThemeProvider({ children }: PropsWithChildren<{}>) {
  const theme = useActiveTheme() === 'dark' ? darkTheme : lightTheme;
  return <UnifiedThemeProvider theme={theme}>{children}</UnifiedThemeProvider>;
}
