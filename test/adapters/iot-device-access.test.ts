import { iotDeviceAccess } from '../../functions/adapters/iot-device-access.ts'
import { anAndon, awsError, clientsFor, type Handlers } from '../bin/fake-aws.ts'
import { at } from '../signals.ts'

function aHouse(more: Handlers = {}) {
  const there = anAndon()
  there.install('wall', 'bb22')
  there.connections.set('wall', { connected: true })
  there.retained.set('andon/lights/wall/reported', {})
  const calls: string[] = []
  const { iot, iotData } = clientsFor({ ...there.handlers, ...more }, calls)
  return { ...there, calls, access: iotDeviceAccess(iot, iotData) }
}
const wall = { light: 'wall', certificate: 'bb22', at: at('08:00') }

it('lets the device in no more, then cuts it off, then forgets what it said last', async () => {
  const house = aHouse()
  await house.access.end(wall)
  expect(house.calls).toEqual(['UpdateCertificate', 'DeleteConnection', 'Publish'])
  expect(house.certificates.get('bb22')).toMatchObject({ status: 'INACTIVE' })
  expect([house.connections.size, house.retained.size]).toEqual([0, 0])
})

it('does not mind that the device is gone already', async () => {
  const house = aHouse()
  await house.access.end(wall)
  house.certificates.clear()
  await expect(house.access.end(wall)).resolves.toBeUndefined()
})

it('cuts nobody off who could come back at once', async () => {
  const throttled = () => {
    throw awsError('ThrottlingException')
  }
  const house = aHouse({ UpdateCertificate: throttled })
  await expect(house.access.end(wall)).rejects.toThrow(expect.objectContaining({ name: 'ThrottlingException' }))
  expect(house.connections.size).toBe(1)
})
