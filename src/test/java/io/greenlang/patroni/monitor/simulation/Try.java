package io.greenlang.patroni.monitor.simulation;
import java.util.*;
import java.util.stream.*;
class Try {
  public static void main(String[] a) {
    if (a[0].equals("time")) {
      int n=Integer.parseInt(a[1]); long t=System.nanoTime();
      Map<String,Integer> by=new TreeMap<>(); Map<String,Long> first=new TreeMap<>();
      for(long s=0;s<n;s++){ Optional<Invariant.Breach> b=Run.breach(RandomScenarios.of(s)); String k=b.map(x->x.rule()).orElse("ok"); by.merge(k,1,Integer::sum); first.putIfAbsent(k,s);}
      System.out.println((System.nanoTime()-t)/1e9+" s"); by.forEach((k,v)->System.out.println(v+"  "+k+"  first "+first.get(k)));
      t=System.nanoTime(); long c=java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(); for(long s=0;s<n;s++) Run.breach(RandomScenarios.of(s), List.of("none")); System.out.println("cpu "+(java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()-c)/1e9);
      System.out.println("full "+(System.nanoTime()-t)/1e9+" s");
    } else if (a[0].equals("hunt")) {
      List<Trouble> t = a.length>3 ? Arrays.stream(a[3].split(",")).map(Trouble::valueOf).toList() : List.of(Trouble.values());
      System.out.println(Hunt.through(LongStream.range(1,Long.parseLong(a[2])), t, a[1].isEmpty()?List.of():List.of(a[1].split("\\|"))).map(f->f.words()).orElse("not found"));
    } else if (a[0].equals("survey")) {
      Map<String,Integer> n=new TreeMap<>(); Map<String,Map.Entry<Long,Invariant.Breach>> first=new TreeMap<>();
      for(long s=Long.parseLong(a[1]);s<Long.parseLong(a[2]);s++) { final long q=s; for(Invariant.Breach b: Run.breaches(RandomScenarios.of(s))) { n.merge(b.rule(),1,Integer::sum); first.putIfAbsent(b.rule(), Map.entry(q,b)); } }
      n.forEach((k,v)->System.out.println(v+" "+k)); System.out.println();
      if (a.length>3) first.forEach((k,v)->{ Scenario sm=Shrinker.shrink(RandomScenarios.of(v.getKey()), v.getValue()); System.out.println("#### "+k+" seed "+v.getKey()+"\n"+Run.breach(sm,List.of(k))+"\n"+sm.code()+"\n"+Run.history(sm)); });
    } else if (a[0].equals("seed")) {
      System.out.println(Hunt.through(LongStream.of(Long.parseLong(a[1]))).map(f->f.words()).orElse("ok"));
    }
  }
}
