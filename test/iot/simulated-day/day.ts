import { SimulatedBroker } from './broker.ts'
import { Chance } from './chance.ts'
import { minute, SimulatedLine } from './line.ts'
import { SimulatedMachine } from './machine.ts'
import { VirtualTime } from './virtual-time.ts'
import { type Place, Watch } from './watch.ts'

const hour = 60 * minute
export const day = 24 * hour
/** The last part of the day, in which nothing goes wrong any more. */
const evening = 40 * minute

/** 24 hours of all that can go wrong, the same for one seed. @param folder where the machines keep their disks */
export function liveThrough(seed: number, folder: string) {
  const [time, chance] = [new VirtualTime(), new Chance(seed)]
  const broker = new SimulatedBroker(time, chance)
  const places = ['desk-1', 'desk-2'].map((name): Place => {
    const machine = new SimulatedMachine(name, folder, time, chance, broker)
    const line = new SimulatedLine(name, time, (said) => {
      // The cloud itself is late at times, and then loses its order.
      const delay = time.now < day - evening && chance.happens(0.08) ? chance.between(1000, 90_000) : 50
      if (!cloud.isAway) time.after(delay, () => broker.publish(name, said))
    })
    return { machine, line }
  })
  const cloud = { isAway: false }
  const watch = new Watch(time, places)
  const toAndFro = (least: number, most: number, away: () => void, back: () => void) =>
    nowAndThen(time, chance, [10 * minute, 2 * hour], () => {
      away()
      time.after(chance.between(least, most), back)
    })

  for (const { machine, line } of places) {
    machine.boot()
    line.change(chance)
    nowAndThen(time, chance, [2 * minute, 25 * minute], () => line.change(chance))
    nowAndThen(time, chance, [5 * hour, 20 * hour], () => line.beginAnew())
    every(time, minute, () => line.reassert())
    nowAndThen(time, chance, [minute, 25 * minute], () => machine.pull())
    toAndFro(
      1000,
      25 * minute,
      () => broker.cut(machine.name),
      () => broker.cutOff.delete(machine.name),
    )
    toAndFro(
      500,
      2 * minute,
      () => killAfterPulling(machine, chance),
      () => machine.life ?? machine.start(),
    )
    nowAndThen(time, chance, [2 * hour, 6 * hour], () => {
      killAfterPulling(machine, chance)
      time.after(chance.between(20_000, 8 * minute), () => machine.life ?? machine.boot())
    })
  }
  toAndFro(
    2000,
    15 * minute,
    () => broker.crash(),
    () => (broker.isUp = true),
  )
  toAndFro(
    minute,
    20 * minute,
    () => (cloud.isAway = true),
    () => (cloud.isAway = false),
  )
  every(time, 1000, () => {})
  time.after(day - evening + 27 * minute, () => (broker.isQuiet = true))

  time.runUntil(day, () => watch.look())
  return { places, broker, watch }
}

function killAfterPulling(machine: SimulatedMachine, chance: Chance) {
  if (chance.happens(0.5)) machine.pull()
  machine.kill()
}

function every(time: VirtualTime, ms: number, what: () => void) {
  time.after(ms, () => {
    what()
    every(time, ms, what)
  })
}

/** With pauses of chance between these two, and no more in the evening. Milliseconds. */
function nowAndThen(time: VirtualTime, chance: Chance, [least, most]: readonly [number, number], what: () => void) {
  time.after(chance.between(least, most), () => {
    if (time.now > day - evening) return
    what()
    nowAndThen(time, chance, [least, most], what)
  })
}
