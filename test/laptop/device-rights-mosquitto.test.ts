import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withMosquitto } from '../../packages/local-cloud/test/peers.ts'
import { type Broker, enrolled, other, startDeployed } from './deployed-broker.ts'
import { command, report } from './device-attempts.ts'

withMosquitto('a stranger’s client with the light’s certificate', () => {
  /** What came of it, once it has ended by itself. */
  function mosquitto(program: 'mosquitto_pub' | 'mosquitto_sub', broker: Broker, ...args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'andon-'))
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    }
    const { cert, key } = enrolled(broker, 'wall')
    const { iot, registry } = broker
    const where = [
      '-h',
      '127.0.0.1',
      '-p',
      String(iot.tlsPort),
      '--tls-alpn',
      'x-amzn-mqtt-ca',
      '-i',
      'wall',
      '-q',
      '1',
    ]
    const tls = { cafile: registry.authority.certificate, cert, key }
    const files = Object.entries(tls).flatMap(([name, pem]) => [`--${name}`, file(name, pem)])
    return new Promise<{ well: boolean; said: string }>((resolve) => {
      execFile(program, [...where, ...files, ...args], (error, stdout, stderr) =>
        resolve({ well: error === null, said: stdout + stderr }),
      )
    })
  }

  it('mosquitto_pub reports for the light, and for no other', async () => {
    const broker = await startDeployed()
    const publish = (topic: string) => mosquitto('mosquitto_pub', broker, '-t', topic, '-r', '-m', '{}')
    expect(await publish(report('wall'))).toMatchObject({ well: true })
    expect(String(broker.iot.retained(report('wall'))?.payload)).toBe('{}')
    expect(await publish(report(other))).toMatchObject({ well: false })
    expect(broker.iot.retained(report(other))).toBeUndefined()
  })

  it('mosquitto_sub hears the light’s command, and no other', async () => {
    const broker = await startDeployed()
    for (const name of ['wall', other]) await broker.iot.publish(command(name), `for ${name}`, { qos: 1, retain: true })
    const hear = (topic: string) => mosquitto('mosquitto_sub', broker, '-t', topic, '-C', '1')
    expect(await hear(command('wall'))).toMatchObject({ said: 'for wall\n' })
    expect(await hear(command(other))).toMatchObject({ said: expect.stringContaining('denied') })
  })
})
