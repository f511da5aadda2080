#!/usr/bin/env node
// The `andon` command: `npx andon …` or `node bin/andon.mjs …`, with any Node from 20 on.
process.argv.splice(2, 0, 'bin/andon.ts')
await import('../scripts/run.mjs')
