import type { ServiceState, Systemd } from '../../iot/pi/systemd.ts'

/** A service manager of one service, whose calls are kept in `asked`. */
export function aSystemd(state: Partial<ServiceState> = {}) {
  const now = { active: 'active', status: 'connected, shows calm', restarts: 0, pid: 7, ...state }
  const asked: string[] = []
  const systemd: Systemd = {
    reload: async () => void asked.push('reload'),
    restart: async () => void asked.push('restart'),
    lend: async () => {
      asked.push('lend')
      now.active = 'inactive'
    },
    takeBack: async () => {
      asked.push('take back')
      now.active = 'active'
    },
    state: async () => now,
    lastWords: async () => ['the settings cannot be used'],
  }
  return { systemd, asked }
}
