import { askGuards } from '../../functions/usecases/ask-guards.ts'
import { aRun } from './a-run.ts'
import { someRules } from './hands-in-memory.ts'

it('settles the guards of a countermeasure with three reads: of the table, of the switch, and of the tags', async () => {
  const { ports, now } = aRun()
  const read: string[] = []
  const noting = <Asked extends unknown[], Answer>(what: string, ask: (...asked: Asked) => Answer) => {
    return (...asked: Asked) => (read.push(what), ask(...asked))
  }
  const { incidents, hands } = ports
  const counted = {
    ...ports,
    incidents: {
      ...incidents,
      find: noting('incident', (id: string) => incidents.find(id)),
      line: noting('line', (name: string) => incidents.line(name)),
      lookUp: noting('look up', (wanted: object) => incidents.lookUp(wanted)),
    },
    hands: { ...hands, of: noting('hands and line', (...asked: Parameters<typeof hands.of>) => hands.of(...asked)) },
    machines: noting('switch', ports.machines),
    protection: noting('tags', ports.protection),
  }
  const about = {
    playbook: 'restart-checkout',
    mark: 'x-0',
    resource: 'a one',
    rules: someRules,
    changes: { arns: ['arn:aws:ecs:eu-central-1:000000000000:service/shop/checkout'] },
    group: { name: 'ecs service/shop/checkout', size: 9, members: ['one'] },
  }
  expect((await askGuards(counted, now(), about)).verdict).toEqual({ kind: 'act' })
  expect(read).toEqual(['hands and line', 'switch', 'tags'])
})
