import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { toHaveNoViolations } from 'jest-axe';

expect.extend(toHaveNoViolations);

// Pages load their code on first sight, which takes a busy machine a while.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);
