package io.echofield.swarmkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.echofield.swarmkit.core.node.SwarmNode;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use whom. A deterministic core inside a thin shell: app, adapters, ports, core, JDK. */
class ArchitectureTest {
  private static final String ROOT = "io.echofield.swarmkit";
  private static final String CORE = ROOT + ".core..";
  private static final String WIRE = ROOT + ".wire";
  private static final String SCHEMA = ROOT + ".wire.v1..";

  private static final String[] PORTS = in("link", "store", "check", "remedy", "broker");

  private static final List<String> ADAPTERS =
      List.of(
          "link.mqtt", "link.drop", "store.mapdb", "check.host", "remedy.host", "security", "api");

  /** The classes of this module that ship; neither tests nor the generated schema. */
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importUrl(SwarmNode.class.getProtectionDomain().getCodeSource().getLocation());

  /** Exactly these packages of the JDK, not what lies below them. */
  private static final DescribedPredicate<JavaClass> JDK_OF_CORE =
      resideInAnyPackage(
              "java.lang",
              "java.lang.invoke",
              "java.lang.runtime",
              "java.math",
              "java.nio.charset",
              "java.util",
              "java.util.function",
              "java.util.random",
              "java.util.regex",
              "java.util.stream")
          .or(
              belongToAnyOf(
                  java.security.MessageDigest.class,
                  java.security.GeneralSecurityException.class,
                  Mac.class,
                  SecretKeySpec.class))
          .as("the white list of the JDK");

  private static final DescribedPredicate<JavaClass> CLOCKS_CHANCE_AND_THE_MACHINE =
      belongToAnyOf(
              Thread.class,
              ThreadGroup.class,
              ThreadLocal.class,
              InheritableThreadLocal.class,
              Runtime.class,
              Process.class,
              ProcessBuilder.class,
              ProcessHandle.class,
              ClassLoader.class,
              java.util.Random.class,
              java.util.SplittableRandom.class,
              java.util.UUID.class,
              java.util.Date.class,
              java.util.Calendar.class,
              java.util.TimeZone.class,
              java.util.Timer.class,
              java.util.TimerTask.class,
              java.util.Scanner.class,
              java.util.ServiceLoader.class,
              java.util.ResourceBundle.class)
          .as("clocks, chance, threads, processes or files");

  private static final DescribedPredicate<JavaClass> WITHOUT_ORDER =
      belongToAnyOf(
              java.util.HashMap.class,
              java.util.HashSet.class,
              java.util.Hashtable.class,
              java.util.IdentityHashMap.class,
              java.util.WeakHashMap.class)
          .and(not(belongToAnyOf(java.util.LinkedHashMap.class, java.util.LinkedHashSet.class)))
          .as("collections whose order differs from run to run");

  private static String[] in(String... packages) {
    return Stream.of(packages).map(name -> ROOT + "." + name).toArray(String[]::new);
  }

  private static void check(ArchRule rule) {
    rule.check(MAIN);
  }

  @Test
  void coreUsesOnlyAWhiteListOfTheJdk() {
    check(
        classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAPackage(CORE).or(JDK_OF_CORE)));
  }

  @Test
  void coreHasNoClocksNoChanceNoThreadsNoFiles() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat(CLOCKS_CHANCE_AND_THE_MACHINE));
  }

  @Test
  void coreKeepsNothingInCollectionsWithoutOrder() {
    check(noClasses().that().resideInAPackage(CORE).should().dependOnClassesThat(WITHOUT_ORDER));
  }

  @ParameterizedTest(name = "{0}.{1}")
  @CsvSource({
    "java.lang.System, currentTimeMillis",
    "java.lang.System, nanoTime",
    "java.lang.System, identityHashCode",
    "java.lang.System, getenv",
    "java.lang.System, getProperty",
    "java.lang.System, out",
    "java.lang.System, err",
    "java.lang.System, exit",
    "java.lang.Math, random",
    "java.lang.StrictMath, random",
    "java.util.random.RandomGenerator, of",
    "java.util.random.RandomGenerator, getDefault",
    "java.util.Collections, shuffle",
    "java.util.Locale, getDefault",
    "java.nio.charset.Charset, defaultCharset",
    "java.util.Set, of",
    "java.util.Set, copyOf",
    "java.util.Map, of",
    "java.util.Map, ofEntries",
    "java.util.Map, copyOf",
    "java.util.stream.Collectors, toSet",
    "java.util.stream.Collectors, toUnmodifiableSet",
    "java.util.stream.Collectors, toMap",
    "java.util.stream.Collectors, toUnmodifiableMap",
    "java.util.stream.Collectors, toConcurrentMap",
    "java.util.stream.Collectors, groupingBy",
    "java.util.stream.Collectors, groupingByConcurrent",
    "java.util.Collection, parallelStream",
    "java.util.stream.BaseStream, parallel"
  })
  void coreNeverUses(String owner, String member) {
    check(
        noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .accessTargetWhere(target(owner, member)));
  }

  /** A method, a field or a method reference, on the type or on what inherits it. */
  private static DescribedPredicate<JavaAccess<?>> target(String owner, String member) {
    return DescribedPredicate.describe(
        owner + "." + member,
        access ->
            access.getTarget().getName().equals(member)
                && access.getTarget().getOwner().isAssignableTo(owner));
  }

  @ParameterizedTest(name = "only {0} sees {1}")
  @CsvSource({
    "wire, com.google.protobuf..",
    "wire, io.echofield.swarmkit.wire.v1..",
    "link.mqtt, org.eclipse.paho..",
    "store.mapdb, org.mapdb..",
    "app, com.google.inject..",
    "app, jakarta.inject..",
    "app, org.snakeyaml.."
  })
  void oneRoomSeesTheLibrary(String room, String library) {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "." + room, ROOT + "." + room + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  @Test
  void theAgentKnowsNothingOfTheEmbeddedBroker() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hivemq..", ROOT + ".broker.hivemq.."));
  }

  static List<String> adapters() {
    return ADAPTERS;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("adapters")
  void adaptersNeverSeeEachOther(String adapter) {
    String[] others =
        ADAPTERS.stream()
            .filter(other -> !other.equals(adapter))
            .map(other -> ROOT + "." + other + "..")
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + adapter + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others));
  }

  /** Rooms below a port that are in no rule above would escape all of them. */
  @Test
  void everyRoomHasItsPlace() {
    List<String> known =
        Stream.of(
                Stream.of(PORTS),
                ADAPTERS.stream().map(name -> ROOT + "." + name),
                Stream.of(in("wire", "driver", "app", "lab", "lab.swarm")))
            .flatMap(names -> names)
            .toList();
    List<String> homeless =
        MAIN.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(name -> !name.startsWith(ROOT + ".core."))
            .filter(name -> !known.contains(name))
            .filter(name -> !name.startsWith(ROOT + ".app."))
            .sorted()
            .toList();
    assertThat(homeless).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"link", "store", "check", "remedy", "broker"})
  void portsDependOnTheCoreAlone(String port) {
    check(
        classes()
            .that()
            .resideInAPackage(ROOT + "." + port)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(ROOT + "." + port, CORE, "java..", "javax.crypto.."));
  }

  @Test
  void codecsDependOnTheCoreAndTheSchemaAlone() {
    check(
        classes()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                WIRE, SCHEMA, CORE, "java..", "com.google.protobuf..", "com.fasterxml.jackson.."));
  }

  @Test
  void thereAreNoCyclesOfPackages() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void whatIsCheckedIsThere() {
    assertThat(MAIN.size()).isGreaterThan(200);
  }

  @Test
  void everythingPointsInwards() {
    String[] adapters =
        ADAPTERS.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    check(
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
            .layer("app")
            .definedBy(ROOT + ".app..")
            .layer("api")
            .definedBy(ROOT + ".api..")
            .layer("driver")
            .definedBy(ROOT + ".driver")
            .layer("adapters")
            .definedBy(adapters)
            .layer("ports")
            .definedBy(PORTS)
            .layer("codecs")
            .definedBy(WIRE)
            .layer("core")
            .definedBy(CORE)
            .layer("lab")
            .definedBy(ROOT + ".lab..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("lab")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("app", "adapters")
            .whereLayer("adapters")
            .mayOnlyBeAccessedByLayers("app", "api", "lab")
            .whereLayer("driver")
            .mayOnlyBeAccessedByLayers("app", "api", "adapters")
            .whereLayer("ports")
            .mayOnlyBeAccessedByLayers("app", "api", "driver", "adapters", "lab")
            .whereLayer("codecs")
            .mayOnlyBeAccessedByLayers("app", "api", "driver", "adapters", "lab")
            .whereLayer("core")
            .mayOnlyBeAccessedByLayers(
                "app", "api", "driver", "adapters", "ports", "codecs", "lab"));
  }

  /** Signatures in a laboratory are those of the agent; everything else outside is made up. */
  @Test
  void ofAllAdaptersTheLaboratoryUsesTheSignaturesAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".lab..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                ADAPTERS.stream()
                    .filter(name -> !name.equals("security"))
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new)));
  }

  @Test
  void noAdapterButTheApiDrivesTheNode() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ADAPTERS.stream()
                    .filter(name -> !name.equals("api"))
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".driver"));
  }
}
