import { tallyIn, tallyOf } from '../../scripts/tally.ts'

describe('what decides whether a change lands', () => {
  it.each([
    ['1086 passed, 0 failed', { passed: 1086, failed: 0 }],
    ['1080 passed, 2 failed, 4 skipped', { passed: 1080, failed: 2 }],
    ['qemu: 20 stories, 3 failed, 17.2 s', { passed: 17, failed: 3 }],
    ['ok     types (2.1 s)', undefined],
    ['  ok    says that 3 passed, 1 failed', undefined],
    ['qemu: not run: qemu-system-x86_64 is not here', undefined],
  ])('%s', (line, tally) => expect(tallyIn(line)).toEqual(tally))

  it.each([
    ['succeeded', { passed: 7, failed: 0 }, 0, { passed: 7, failed: 0 }],
    ['counts nothing, as a check', undefined, 0, { passed: 0, failed: 0 }],
    ['failed and counted why', { passed: 7, failed: 2 }, 1, { passed: 7, failed: 2 }],
    ['failed though each of its tests passed', { passed: 7, failed: 0 }, 1, { passed: 7, failed: 1 }],
    ['failed before it counted', undefined, 1, { passed: 0, failed: 1 }],
    ['was killed', { passed: 7, failed: 0 }, null, { passed: 7, failed: 1 }],
    ['succeeded against its own count', { passed: 7, failed: 2 }, 0, { passed: 7, failed: 2 }],
  ])('a program that %s', (_case, counted, status, tally) => expect(tallyOf(counted, status)).toEqual(tally))
})
