// Told inside the emulated machine that scripts/qemu.ts boots. It must come to an end by itself: a lamp or a cord that
// was closed keeps no process alive.
import './lamp-stories.ts'
import './cord-stories.ts'
import './trouble-stories.ts'
import './strip-stories.ts'
import { tellAll } from './story.ts'

await tellAll()
