/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/strip-types.js' },
  globalSetup: '<rootDir>/test/one-temporary-folder.js',
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.cache'],
  // Two cores is what we promise to be quick on; more workers than that only take each other's time.
  maxWorkers: 2,
  // Nothing waits for time to pass; this only ends what hangs.
  testTimeout: 30_000,
}
