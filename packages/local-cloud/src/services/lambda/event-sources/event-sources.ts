import type { EventSourcesOptions, QueueMapping, StreamMapping } from './mappings.ts'
import { QueuePoller } from './queue.ts'
import { StreamReader } from './stream.ts'

export interface EventSources {
  /** Throws `BadPattern` for a filter that is no event pattern. */
  mapQueue(mapping: QueueMapping): void
  mapStream(mapping: StreamMapping): void
  /** Begins, or goes on where an earlier run stopped. Call once all functions are defined. */
  start(): void
  /** What is in flight is neither deleted nor passed over. */
  stop(): void
}

/** Lambda's event source mappings. They wait for no poll: a source says when it has something. */
export function createEventSources(options: EventSourcesOptions): EventSources {
  const queues: QueuePoller[] = []
  const streams: StreamReader[] = []

  /** Forgets the records that every reader of the stream has finished. */
  function trim(streamArn: string): void {
    const positions = streams.filter((reader) => reader.streamArn === streamArn).map((reader) => reader.position ?? '')
    const least = positions.sort()[0] ?? ''
    if (least !== '') options.streamSource.trimStream(streamArn, least)
  }

  return {
    mapQueue: (mapping) => void queues.push(new QueuePoller(mapping, options)),
    mapStream: (mapping) => void streams.push(new StreamReader(mapping, options, () => trim(mapping.streamArn))),
    start() {
      for (const source of [...queues, ...streams]) source.start()
    },
    stop() {
      for (const source of [...queues, ...streams]) source.stop()
    },
  }
}
