namespace OrleansLambda.Grains.Events;

/// <summary>What an event says: one ride, when it began, and what is known of it.</summary>
/// <param name="Time">Event time, in UTC.</param>
/// <param name="Ride">The ride.</param>
/// <param name="IsReplay">The event stands for a trip of a dataset, which the batch layer may know of already.</param>
public readonly record struct RideEvent(DateTimeOffset Time, Ride Ride, bool IsReplay);
