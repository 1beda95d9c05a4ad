import { z } from 'zod';

// Before the first schema is made: zod would try whether code may be evaluated here, and even the attempt breaks
// the content security policy. In the files that pages load, take `z` from here.
z.config({ jitless: true });

export { z };
