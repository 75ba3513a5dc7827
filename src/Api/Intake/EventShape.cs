namespace OrleansLambda.Api.Intake;

/// <summary>How the events of a post are laid out.</summary>
internal enum EventShape
{
    /// <summary>The body is one event.</summary>
    Single,

    /// <summary>The body is a JSON array of events.</summary>
    Array,

    /// <summary>Each line that is not blank is an event.</summary>
    Lines,
}
