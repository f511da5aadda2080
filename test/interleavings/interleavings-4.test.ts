import { itKeepsEveryProperty } from './the-properties.ts'

itKeepsEveryProperty(4)
