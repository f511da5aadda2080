/** @type {import('jest').Config} */
export default {
  testMatch: [
    '<rootDir>/test/**/*.test.ts',
    '<rootDir>/packages/*/test/**/*.test.ts',
    '<rootDir>/{examples,own-actions}/**/*.test.ts',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/strip-types.js' },
  setupFiles: ['<rootDir>/test/standard-input-unread.js'],
  globalSetup: '<rootDir>/test/one-temporary-folder.js',
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.cache'],
  testRunner: '<rootDir>/test/cpu-of-files.js',
  testSequencer: '<rootDir>/test/slowest-first.js',
  // For two cores, on which we promise to be quick: the stories of test/flows wait for half of their time.
  maxWorkers: 4,
  // Modules of a finished file stay in a worker's memory.
  workerIdleMemoryLimit: '1GB',
  // Nothing waits for time to pass; this only ends what hangs, on a machine that has much else to do as well.
  testTimeout: 600_000,
}
