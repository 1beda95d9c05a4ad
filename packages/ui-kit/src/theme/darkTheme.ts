import { createTheme } from './createTheme';

/** Paper on ink. */
export const darkTheme = createTheme('dark');
