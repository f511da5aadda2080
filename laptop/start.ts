// `npm start`: the whole of Andon on this laptop, from what `cdk deploy` would ship.
import { writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { synth, SynthFailed } from '../scripts/synth.ts'
import { startAgentProcess } from './agent-process.ts'
import { type LaptopCloud, startLaptopCloud } from './laptop-cloud.ts'
import { openDoors } from './doors.ts'
import { PortTaken, takenPort } from './doors/listen.ts'
import { laptopOf } from './laptop-of.ts'
import { openLogs } from './logs.ts'
import { stackMetadataIn } from './stack-metadata.ts'
import { NotModelled } from '@andon/local-cloud/not-modelled.ts'
import { openLan } from './lan.ts'
import { BadSetting, settingsFrom } from './settings.ts'
import { openStore, StoreInUse } from '@andon/local-cloud/store.ts'

/** What `npm start --` takes. */
const options = {
  fast: { type: 'boolean' },
  'no-lamps': { type: 'boolean' },
  lan: { type: 'string' },
  help: { type: 'boolean' },
} as const
const usage = `Usage: npm start -- [--fast] [--no-lamps] [--lan <address>]

  --fast      waits in playbooks pass 60 times as fast, and schedules come 60 times as often
  --no-lamps  starts no lamps: connect a Pi, or an agent of your own, to the broker
  --lan       opens MQTT over TLS and the download of a Pi's software at this address of this machine, for a
              Raspberry Pi on your network; everything else stays on 127.0.0.1
  PORT, MQTT_PORT, MQTTS_PORT, AWS_PORT choose the ports, DOWNLOAD_PORT that of --lan, ANDON_DATA the folder
  that keeps the state, ANDON_ELSEWHERE the URL that plays the AWS services that are not imitated;
  with ANDON_INTERNET=open, http.request sends real requests out to the internet.`

/** What people at the terminal can fix: a stack trace would not help them. */
const theirs = [PortTaken, NotModelled, BadSetting, StoreInUse, SynthFailed]

try {
  await start()
} catch (error) {
  if (!(error instanceof Error) || !theirs.some((kind) => error instanceof kind)) throw error
  console.error(`andon: ${error.message}`)
  if (error instanceof StoreInUse) console.error('ANDON_DATA names the folder that the file is in.')
  process.exit(1)
}

async function start(): Promise<void> {
  const values = typed()
  if (values.help) return console.log(usage)
  const { ports, data, cdkOut, state, elsewhere, internet } = settingsFrom(process.env)
  const speed = values.fast ? 60 : 1
  const lan = values.lan === undefined ? undefined : await openLan(values.lan, networkInterfaces(), ports.download)

  await synth({ outdir: cdkOut })
  console.error('andon: starting the cloud, its functions and its lamps …')
  const logs = openLogs(data)
  const cloudSettings = { cdkOut, store: openStore(state), ports, ...lan?.settings, speed, elsewhere }
  const settings = { ...cloudSettings, internet, log: logs.write }
  const cloud = await startLaptopCloud(settings).catch((error: unknown) => {
    throw takenPort(error, { MQTT_PORT: ports.mqtt, MQTTS_PORT: ports.mqtts, AWS_PORT: ports.aws }) ?? error
  })
  const doors = await openDoors({ laptop: laptopOf(cloud, speed), port: ports.doors })
  const lamps = values['no-lamps']
    ? undefined
    : startAgentProcess(cloud.iot.port, Object.keys(stackMetadataIn(cloud.template).lights))

  console.log(`Andon is up: ${addresses(cloud, doors.port)}`)
  for (const line of lan?.serve(cloud, lamps !== undefined) ?? []) console.log(line)
  if (speed > 1)
    console.log(`Waits in playbooks pass ${speed} times as fast, and schedules come as many times as often.`)
  console.log(`The functions' logs are in ${logs.folder}.`)
  writeFileSync(join(data, 'broker-ca.pem'), cloud.iotRegistry.authority.certificate)

  const stop = async () => {
    lamps?.stop()
    await doors.close()
    await lan?.close()
    await cloud.stop()
    logs.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(signal, () => void stop())
}

function addresses({ iot, endpoint }: LaptopCloud, doors: number): string {
  return `console http://127.0.0.1:${doors} · MQTT mqtt://127.0.0.1:${iot.port} · AWS ${endpoint.url} · MQTT over TLS mqtts://127.0.0.1:${iot.tlsPort}`
}

function typed() {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS')) throw error
    // Node's advice in the sentences after the first is for programmers.
    const [what = ''] = error.message.split('. ')
    console.error(`andon: ${what}\n\n${usage}`)
    process.exit(2)
  }
}
