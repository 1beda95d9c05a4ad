import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The browser of this machine: CHROMIUM_PATH, else one under a usual name. None is ever downloaded.
 *
 * @throws Error that says what to install.
 */
export function findChromium(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const folders = (variables['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates =
    variables['CHROMIUM_PATH'] === undefined || variables['CHROMIUM_PATH'] === ''
      ? [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE]
      : [variables['CHROMIUM_PATH']];
  const found = candidates.find(isProgram);
  if (found === undefined) {
    throw new Error(
      'There is no Chromium. Install one (apt-get install chromium, brew install --cask chromium) or set CHROMIUM_PATH.',
    );
  }
  return found;
}
