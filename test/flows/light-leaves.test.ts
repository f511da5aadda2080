import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@andon/local-cloud/store.ts'
import { connectTo } from '../../bin/aws.ts'
import { instant } from '../../functions/domain/instant.ts'
import { typed } from '../bin/typed-command.ts'
import { type Andon, startAndon } from './andon.ts'
import { connectAs, enrollingDevice, tokenIn } from './enrolling-device.ts'
import { withoutWall } from './without-wall.ts'

const file = join(mkdtempSync(join(tmpdir(), 'andon-state-')), 'state.sqlite')
/** The next life of the same cloud. */
const deployed = (cdk?: string) =>
  startAndon({
    ports: { aws: 0, mqtt: 0, mqtts: 0 },
    store: openStore(file),
    ...(cdk !== undefined && { cdkOut: cdk }),
  })
const typeAt = ({ cloud }: Andon, line: string) =>
  typed(line, connectTo({ endpoint: cloud.endpoint.url, laptop: true }), { now: instant(Date.now()) })
const lineAt = async (there: Andon) => tokenIn((await typeAt(there, 'light add wall')).said[0]!)

it('shuts a light out by the deployment that no longer has it, and takes it in again by the one that has', async () => {
  const first = await deployed()
  const pi = await enrollingDevice(await lineAt(first))
  const own = await pi.make()
  await pi.provision(own)
  await pi.end()
  const unused = await lineAt(first)
  await first.stop()

  const second = await deployed(withoutWall())
  await second.until(async () => /access +ended/.test((await typeAt(second, 'light list')).said.join()))
  const broker = `mqtts://127.0.0.1:${second.cloud.iot.tlsPort}`
  await expect(connectAs({ ...unused, broker }, 'wall', own)).rejects.toThrow(/./)
  const late = await enrollingDevice({ ...unused, broker })
  expect(await late.provision(await late.make())).toMatchObject({ kind: 'rejected' })
  await late.end()
  await second.stop()

  const third = await deployed()
  const token = await lineAt(third)
  const again = await enrollingDevice(token)
  const anew = await again.make()
  expect(await again.provision(anew)).toMatchObject({ kind: 'accepted', body: { thingName: 'wall' } })
  await again.end()
  await expect(connectAs(token, 'wall', own)).rejects.toThrow(/./)
  await (await connectAs(token, 'wall', anew)).endAsync()
  await third.stop()
})
