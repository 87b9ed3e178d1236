<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology">
  <pipe>
    <rasterrenderer type="singlebandpseudocolor" band="1" opacity="1" alphaBand="-1" classificationMin="30" classificationMax="650">
      <rastershader>
        <colorrampshader colorRampType="INTERPOLATED" classificationMode="1" clip="0" minimumValue="30" maximumValue="650">
          <item value="30" label="30 m" color="#74a98c" alpha="255"/>
          <item value="45" label="45 m" color="#bacd96" alpha="255"/>
          <item value="80" label="80 m" color="#e2daaa" alpha="255"/>
          <item value="200" label="200 m" color="#c4a678" alpha="255"/>
          <item value="400" label="400 m" color="#96745a" alpha="255"/>
          <item value="650" label="650 m" color="#f0ece6" alpha="255"/>
        </colorrampshader>
      </rastershader>
    </rasterrenderer>
    <brightnesscontrast/>
    <huesaturation/>
    <rasterresampler maxOversampling="2"/>
  </pipe>
  <blendMode>0</blendMode>
</qgis>
