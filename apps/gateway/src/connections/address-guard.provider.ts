import type { FactoryProvider } from '@nestjs/common';
import { type AddressGuard, createAddressGuard } from '@postern/provider-kit';
import { CONFIG, type Config } from '../config/config';

/** Injection token of the one `AddressGuard`: which addresses outgoing requests may reach. */
export const ADDRESS_GUARD = Symbol('AddressGuard');

export const addressGuardProvider: FactoryProvider<AddressGuard> = {
  provide: ADDRESS_GUARD,
  inject: [CONFIG],
  useFactory: (config: Config) => createAddressGuard({ allowHosts: config.allowHosts }),
};
