import './styles.css';
import { start } from './start.tsx';

const RELOADED_KEY = 'reloaded-at';
const RELOAD_PAUSE_MS = 60_000;

// After a deploy the parts of the page this browser still has may be gone: then the new page is loaded. Not
// again and again, though, when that does not help.
window.addEventListener('vite:preloadError', (event) => {
  const reloadedAt = Number(sessionStorage.getItem(RELOADED_KEY) ?? 0);
  if (Date.now() - reloadedAt > RELOAD_PAUSE_MS) {
    sessionStorage.setItem(RELOADED_KEY, String(Date.now()));
    event.preventDefault();
    location.reload();
  }
});

const element = document.querySelector<HTMLElement>('#root');
if (element) {
  void start(element);
}
