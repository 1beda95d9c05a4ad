import { appThemeApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** The theme in force: the person's choice, or the system's. */
export function useActiveTheme(): 'light' | 'dark' {
  const themeApi = useApi(appThemeApiRef);
  const [chosen, setChosen] = useState(() => themeApi.getActiveThemeId());
  const [systemDark, setSystemDark] = useState(
    () => window.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false,
  );

  useEffect(() => {
    const subscription = themeApi.activeThemeId$().subscribe(setChosen);
    return () => subscription.unsubscribe();
  }, [themeApi]);
  useEffect(() => {
    const query = window.matchMedia?.('(prefers-color-scheme: dark)');
    const onChange = () => setSystemDark(query.matches);
    query?.addEventListener?.('change', onChange);
    return () => query?.removeEventListener?.('change', onChange);
  }, []);

  const id = chosen ?? (systemDark ? 'dark' : 'light');
  return id === 'dark' ? 'dark' : 'light';
}
