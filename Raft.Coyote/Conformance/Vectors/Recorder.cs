using System.Reflection;
using System.Reflection.Emit;
using Raft.Core.Protocol;

namespace Raft.Coyote.Conformance.Vectors;

/// <summary>
/// The rules, with a note of each rule that was asked and of what each yes-or-no rule said. It is a subclass that overrides every
/// virtual member to ask the base and note the answer, written when the program runs: a rule that is added is noted without a
/// word here.
/// </summary>
public static class Recorder
{
    private const BindingFlags Members =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo NoteMember = typeof(Recorder).GetMethod(nameof(Note))!;
    private static readonly MethodInfo NoteAnswer = typeof(Recorder).GetMethod(nameof(NoteFlag))!;
    private static readonly Lazy<Type> Recording = new(Build);

    [ThreadStatic]
    private static SortedSet<string>? notes;

    /// <summary>Every rule: the virtual members of <see cref="Rules"/>.</summary>
    public static IEnumerable<MethodInfo> Rules { get; } =
    [
        .. typeof(Rules).GetMethods(Members).Where(method => method is { IsVirtual: true, IsFinal: false })
        .OrderBy(NameOf, StringComparer.Ordinal),
    ];

    /// <summary>The step, and the rules that it asked: <c>IsUpToDate: false</c>, <c>GrantVote</c>.</summary>
    public static (Step Step, IReadOnlySet<string> Asked) Run(Func<Func<Options, Rules>, Step> run)
    {
        notes = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            return (run(options => (Rules)Activator.CreateInstance(Recording.Value, options)!), notes);
        }
        finally
        {
            notes = null;
        }
    }

    /// <summary>What a rule is called.</summary>
    public static string NameOf(MethodInfo rule) => rule.IsSpecialName ? rule.Name["get_".Length..] : rule.Name;

    /// <summary>Is called by the subclass.</summary>
    public static void Note(string rule) => notes?.Add(rule);

    /// <summary>Is called by the subclass.</summary>
    public static bool NoteFlag(bool answer, string rule)
    {
        notes?.Add($"{rule}: {(answer ? "true" : "false")}");
        return answer;
    }

    private static Type Build()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Raft.Recording"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Raft.Recording").DefineType("Recording", TypeAttributes.Class, typeof(Rules));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(Options)])
            .GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Ldarg_1);
        constructor.Emit(OpCodes.Call, typeof(Rules).GetConstructor([typeof(Options)])!);
        constructor.Emit(OpCodes.Ret);
        foreach (var rule in Rules)
        {
            Override(type, rule);
        }

        return type.CreateType();
    }

    private static void Override(TypeBuilder type, MethodInfo rule)
    {
        Type[] parameters = [.. rule.GetParameters().Select(parameter => parameter.ParameterType)];
        var access = rule.Attributes & MethodAttributes.MemberAccessMask;
        var attributes = access | MethodAttributes.Virtual | MethodAttributes.HideBySig;
        var code = type.DefineMethod(rule.Name, attributes, rule.ReturnType, parameters).GetILGenerator();
        for (var argument = 0; argument <= parameters.Length; argument++)
        {
            code.Emit(OpCodes.Ldarg, (short)argument);
        }

        code.Emit(OpCodes.Call, rule);
        code.Emit(OpCodes.Ldstr, NameOf(rule));
        code.Emit(OpCodes.Call, rule.ReturnType == typeof(bool) ? NoteAnswer : NoteMember);
        code.Emit(OpCodes.Ret);
    }
}
