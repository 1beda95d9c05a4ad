import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// Generous, because tests run beside other work; passing takes milliseconds.
configure({ asyncUtilTimeout: 10_000 });

// The simulated browser has neither.
vi.stubGlobal('scrollTo', () => undefined);
Object.defineProperty(navigator, 'sendBeacon', { value: () => true, writable: true });

afterEach(cleanup);
