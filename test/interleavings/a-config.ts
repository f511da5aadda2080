import type { AndonConfig, PlaybookConfig } from '../../functions/config/define-andon.ts'
import type { History } from './history.ts'

export const arnOf = (person: string) => `arn:aws:sts::000000000000:assumed-role/Operators/${person}`
const patterns = (...people: string[]) => people.map((person) => `iam:${arnOf(person)}`)

export function configOf({ rules, trust }: History) {
  const { cooldown, actsPerHour, machinesPerHour, radius, twoPeople, undoes } = rules
  const ofAll = {
    cooldown: { seconds: cooldown },
    actsPerHour,
    radius: { atMost: radius, percent: 0, within: { hours: 1 } },
    approval: { within: { minutes: 10 }, ...(twoPeople && { twoPeople: true as const }) },
  }
  const redeploy = { action: 'redeploy', with: { on: 'web' } }
  const reboot = { action: 'reboot', with: { on: 'host' } }
  const playbooks: Record<string, PlaybookConfig> = {
    restart: {
      title: 'Restart',
      trust: trust.restart,
      ...ofAll,
      countermeasures: [{ do: redeploy, ...(undoes && { afterwards: 'undo' }) }, { do: reboot }],
    },
    reboot: { title: 'Reboot', trust: trust.reboot, ...ofAll, countermeasures: [{ do: reboot }] },
    'reboot-twice': {
      title: 'Reboot twice',
      trust: trust['reboot-twice'],
      ...ofAll,
      countermeasures: [{ do: reboot }, { do: reboot }],
    },
  }
  const line = (approve: string[], run: string[]) => ({
    machinesPerHour,
    may: { approve: patterns(...approve), run: patterns(...run) },
  })
  return {
    playbooks,
    lines: { checkout: line(['ada', 'bob'], ['ada']), search: line(['ada'], ['ada']) },
  } as unknown as Pick<AndonConfig, 'playbooks' | 'lines'> & { playbooks: Record<string, PlaybookConfig> }
}
