import { brokerAddress } from '../../../iot/agent/link/broker-address.ts'
import { keepConnected } from '../../../iot/agent/link/connection.ts'
import type { OpenSession, SessionEvents } from '../../../iot/agent/link/session.ts'
import { tlsIdentity } from '../../../iot/agent/link/tls-identity.ts'
import type { LightReport } from '../../../iot/contract/light-report.ts'
import { MovedClock } from '../clock/moved-clock.ts'

const aReport = (appliedV: number): LightReport => ({
  epoch: '',
  appliedV,
  state: 'unknown',
  at: '2026-11-21T09:00:00.000Z',
  online: true,
  agent: '1',
})

/** A connection over a network that is played by hand: `now` is the session of the last attempt. */
function aConnection(address = 'mqtts://broker.example') {
  const clock = new MovedClock()
  const attempts: { port: number; events: SessionEvents }[] = []
  const reported: number[] = []
  const lost: string[] = []
  const open: OpenSession = ({ way }, events) => {
    attempts.push({ port: way.port, events })
    return { report: ({ appliedV }) => reported.push(appliedV), pull: () => {}, leave: async () => {} }
  }
  const connection = keepConnected(
    { broker: brokerAddress(address), light: 'desk-1', identity: tlsIdentity(), clock, chance: () => 0.5, open },
    {
      onConnected: () => {},
      onPayload: () => {},
      onLost: (why, retryIn) => lost.push(`${why}, ${retryIn} ms`),
      will: () => aReport(0),
    },
  )
  return {
    clock,
    connection,
    reported,
    lost,
    ports: () => attempts.map(({ port }) => port),
    connect: () => attempts.at(-1)!.events.onConnected(),
    end: (why = 'gone') => attempts.at(-1)!.events.onEnd(why),
  }
}

describe('a connection', () => {
  it('tries the one port and the other until one works, and begins with that the next time', () => {
    const { clock, ports, connect, end } = aConnection()
    for (let times = 0; times < 3; times++) {
      end()
      clock.pass(60)
    }
    expect(ports()).toEqual([8883, 443, 8883, 443])

    connect()
    clock.pass(3600)
    end()
    clock.pass(60)
    expect(ports().at(-1)).toBe(443)
    end()
    clock.pass(60)
    expect(ports().at(-1)).toBe(8883)
  })

  it('stays with the port that its address names', () => {
    const { clock, ports, end } = aConnection('mqtts://broker.example:8884')
    for (let times = 0; times < 3; times++) {
      end()
      clock.pass(60)
    }
    expect(ports()).toEqual([8884, 8884, 8884, 8884])
  })

  it('waits longer after each failure, and not after a good session', () => {
    const { clock, lost, connect, end } = aConnection()
    for (let times = 0; times < 8; times++) {
      end()
      clock.pass(60)
    }
    expect(lost.map((line) => line.split(', ')[1])).toEqual(
      [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map((ms) => `${ms} ms`),
    )

    connect()
    clock.pass(59)
    end('too soon')
    clock.pass(60)
    connect()
    clock.pass(60)
    end('a good one')
    expect(lost.slice(-2)).toEqual(['too soon, 30000 ms', 'a good one, 500 ms'])
  })

  it('reports at most once a second, and nothing left over from the connection before', () => {
    const { clock, connection, connect, end, reported } = aConnection()
    connection.report(aReport(1))
    expect(reported).toEqual([])

    connect()
    connection.report(aReport(2))
    clock.pass(0.5)
    expect(reported).toEqual([2])
    for (const v of [3, 4]) connection.report(aReport(v))
    end()
    clock.pass(10)
    expect(reported).toEqual([2])
    connect()
    connection.report(aReport(5))
    clock.pass(0.5)
    expect(reported).toEqual([2, 5])
  })

  it('is not made again once it is closed', async () => {
    const { clock, connection, connect, end, ports } = aConnection()
    connect()
    end()
    await connection.close(aReport(0))
    clock.pass(3600)
    expect(ports()).toEqual([8883])
  })
})
