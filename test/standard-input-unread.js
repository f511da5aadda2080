// When a module imports node:process, as commander does, jest reads whatever that exports, standard input too. Once read
// it is held open, and the worker with it when all is over.
Object.defineProperty(process, 'stdin', { enumerable: false })
