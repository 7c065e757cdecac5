import { configureGlobal } from 'fast-check'

/** A build tries the same cases each time, so that it fails for what was changed. `SEED` tries others. */
configureGlobal({ seed: Number(process.env['SEED'] ?? 1) })
