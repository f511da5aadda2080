import { IoTClient } from '@aws-sdk/client-iot'
import { toStackRequest } from '../adapters/cloudformation-request.ts'
import { fromEnvironment } from '../adapters/environment.ts'
import { iotPolicies } from '../adapters/iot-policies.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { onDestroy } from './on-destroy.ts'

export const handler = onDestroy({
  // AWS IoT takes some ten such calls a second; of a thousand lights each has two.
  holders: iotPolicies(new IoTClient({ maxAttempts: 10 })),
  clock: systemClock,
  policies: fromEnvironment('DEVICE_POLICIES').split(','),
  toStackRequest,
})
