export const account = '000000000000'
export const region = 'eu-central-1'
export const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
