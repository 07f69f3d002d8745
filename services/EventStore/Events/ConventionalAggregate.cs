using System.Reflection;

namespace TicketFlow.EventStore.Events;

/// <summary>
/// Folds by convention, as Marten users know it: <c>static T Create(TEvent)</c>, <c>static T Apply(TEvent, T)</c>,
/// <c>T Apply(TEvent)</c> or <c>void Apply(TEvent)</c>. Events without a method leave the aggregate as it is.
/// </summary>
internal static class ConventionalAggregate
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    public static AggregateDefinition For<T>() where T : class
    {
        var creates = new Dictionary<Type, Func<object, T>>();
        var applies = new Dictionary<Type, Func<T, object, T>>();
        foreach (var method in typeof(T).GetMethods(Declared))
        {
            Add(method, creates, applies);
        }

        StoreOptions.Require(
            creates.Count + applies.Count > 0,
            $"{typeof(T).Name} cannot be folded: register it with Events.Aggregate or give it Create and Apply methods.");
        var initial = typeof(T).GetConstructor(Type.EmptyTypes) is null ? (Func<T?>)(() => null) : Activator.CreateInstance<T>;
        return new AggregateDefinition(typeof(T), EventAlias.ForAggregate(typeof(T)), (state, @event) =>
        {
            var type = @event.Data.GetType();
            if (state is null && creates.TryGetValue(type, out var create))
            {
                return create(@event.Data);
            }

            return applies.TryGetValue(type, out var apply) && ((T?)state ?? initial()) is { } current ? apply(current, @event.Data)
                : state;
        });
    }

    private static void Add<T>(MethodInfo method, Dictionary<Type, Func<object, T>> creates, Dictionary<Type, Func<T, object, T>> applies)
        where T : class
    {
        var parameters = method.GetParameters();
        if (method is { IsStatic: true, Name: "Create" } && method.ReturnType == typeof(T) && parameters.Length == 1)
        {
            creates[parameters[0].ParameterType] = data => (T)method.Invoke(null, [data])!;
        }
        else if (method is { IsStatic: true, Name: "Apply" } && method.ReturnType == typeof(T) && parameters.Length == 2)
        {
            applies[parameters[0].ParameterType] = (state, data) => (T)method.Invoke(null, [data, state])!;
        }
        else if (method is { IsStatic: false, Name: "Apply" } && parameters.Length == 1)
        {
            applies[parameters[0].ParameterType] = (state, data) => (method.Invoke(state, [data]) as T) ?? state;
        }
    }
}
