import { createTheme } from './createTheme';

/** Ink on paper. */
export const lightTheme = createTheme('light');
