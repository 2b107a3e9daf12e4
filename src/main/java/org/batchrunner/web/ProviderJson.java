package org.batchrunner.web;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.batchrunner.provider.ProviderSettings;
import org.batchrunner.provider.limits.LimiterState;
import org.batchrunner.provider.limits.ProviderLimits;
import org.jspecify.annotations.Nullable;

/**
 * A provider and the state of its limits, without its key.
 *
 * @param models the models that are used if none is named
 * @param inFlight the number of calls in flight
 * @param limit most calls in flight now; it adapts
 * @param pausedUntil null if it is not paused
 * @param outOfCredit whether its account is out of credit, until {@code pausedUntil}
 * @param circuit {@code closed}: calls go out; {@code open}: none for a while; {@code probing}: one
 */
@JsonNaming(SnakeCaseStrategy.class)
record ProviderJson(
    String name,
    String api,
    URI baseUrl,
    boolean configured,
    boolean keyPresent,
    List<String> models,
    int inFlight,
    int limit,
    @Nullable Instant pausedUntil,
    boolean outOfCredit,
    String circuit,
    @Nullable Integer requestsPerMinute,
    @Nullable Integer tokensPerMinute) {

  static ProviderJson of(ProviderSettings provider, ProviderLimits pace) {
    LimiterState state = pace.state(provider.name());
    Instant credit = state.outOfCreditUntil();
    return new ProviderJson(
        provider.name(),
        provider.api().wire(),
        withoutSecrets(provider.baseUrl()),
        provider.configured(),
        provider.apiKey() != null,
        provider.models(),
        pace.inFlight(provider.name()),
        state.limit(),
        credit == null ? state.pausedUntil() : credit,
        credit != null,
        state.circuit().name().toLowerCase(Locale.ROOT),
        provider.requestsPerMinute(),
        provider.tokensPerMinute());
  }

  /** Removes the user and the query from an address, since they may contain a key. */
  static URI withoutSecrets(URI address) {
    String authority = String.valueOf(address.getRawAuthority());
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return URI.create(
        address.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + path);
  }
}
